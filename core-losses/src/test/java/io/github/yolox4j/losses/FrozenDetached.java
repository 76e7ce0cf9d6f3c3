package io.github.yolox4j.losses;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.StopGradient;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A loss as the function whose derivative its gradient is: what it detaches keeps the value that it has at some frozen
 * prediction.
 */
public final class FrozenDetached {

    private static final String PREDICTION = "prediction";
    private static final String TARGET = "target";
    private static final String LOSS = "loss";

    private final SameDiff graph = SameDiff.create();
    private final Map<String, INDArray> inputs = new HashMap<>();

    /** In {@code double}; {@code frozen} and {@code target} have the same shape. */
    public FrozenDetached(BinaryOperator<SDVariable> loss, double[][] target, double[][] frozen) {
        SDVariable prediction = graph.placeHolder(PREDICTION, DataType.DOUBLE, -1, target[0].length);
        SDVariable wanted = graph.placeHolder(TARGET, DataType.DOUBLE, -1, target[0].length);
        loss.apply(prediction, wanted).rename(LOSS);
        inputs.put(TARGET, Nd4j.createFromArray(target));
        inputs.put(PREDICTION, Nd4j.createFromArray(frozen));
        List<String> detached = functions().stream()
                .filter(StopGradient.class::isInstance)
                .map(function -> function.outputVariable().name())
                .toList();
        if (!detached.isEmpty()) {
            Map<String, INDArray> values = graph.output(inputs, detached);
            detached.forEach(name -> replace(name, values.get(name)));
        }
    }

    /** The values of the loss, in C order. */
    public double[] at(double[][] predicted) {
        inputs.put(PREDICTION, Nd4j.createFromArray(predicted));
        return graph.outputSingle(inputs, LOSS).dup('c').data().asDouble();
    }

    private void replace(String detached, INDArray value) {
        SDVariable frozen = graph.constant("frozen_" + detached, value.dup());
        for (DifferentialFunction function : functions()) {
            SDVariable[] arguments = function.args();
            for (int i = 0; i < arguments.length; i++) {
                if (arguments[i].name().equals(detached)) {
                    graph.replaceArgFor(i, frozen, function);
                }
            }
        }
    }

    private List<DifferentialFunction> functions() {
        return List.of(graph.ops());
    }
}
