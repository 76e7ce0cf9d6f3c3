package io.github.yolox4j.train.optim;

import io.github.yolox4j.model.weights.ParameterKind;
import io.github.yolox4j.model.weights.ParameterSpec;
import io.github.yolox4j.model.weights.Weights;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A convolution of one weight and one bias. */
final class TwoParameters {

    static final ParameterSpec CONV = new ParameterSpec("a.weight", ParameterKind.CONVOLUTION_WEIGHT, 1, 1, 1);
    static final ParameterSpec BIAS = new ParameterSpec("a.bias", ParameterKind.CONVOLUTION_BIAS, 1, 1, 1);

    private TwoParameters() {}

    static Weights ones() {
        return ones(DataType.DOUBLE);
    }

    static Weights ones(DataType dataType) {
        Weights weights = Weights.drawnBy((spec, type) -> Nd4j.ones(type, spec.graphShape()), dataType);
        weights.valueOrDraw(CONV);
        weights.valueOrDraw(BIAS);
        return weights;
    }

    /** The same for both. */
    static Map<String, INDArray> gradients(double value) {
        return gradients(value, value, DataType.DOUBLE);
    }

    static Map<String, INDArray> gradients(double ofConv, double ofBias, DataType type) {
        Map<String, INDArray> gradients = new HashMap<>();
        gradients.put(CONV.name(), Nd4j.valueArrayOf(CONV.graphShape(), ofConv, type));
        gradients.put(BIAS.name(), Nd4j.valueArrayOf(BIAS.graphShape(), ofBias, type));
        return gradients;
    }

    static double value(Weights weights, ParameterSpec spec) {
        return weights.value(spec.name()).getDouble(0);
    }
}
