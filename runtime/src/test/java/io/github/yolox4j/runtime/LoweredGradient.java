package io.github.yolox4j.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import io.github.yolox4j.export.lowering.Lowering;
import io.github.yolox4j.export.lowering.LoweringRequest;
import io.github.yolox4j.export.lowering.ParameterSource;
import io.github.yolox4j.export.lowering.gradient.Dialect;
import io.github.yolox4j.export.lowering.gradient.TrainingRules;
import io.github.yolox4j.model.graph.GradientGraph;
import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.onnx.file.OnnxModel;
import io.github.yolox4j.onnx.pass.GraphPass;
import io.github.yolox4j.onnx.tensor.TensorShape;
import io.github.yolox4j.ort.LoadedModel;
import io.github.yolox4j.ort.SessionSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A scalar of a SameDiff graph in double precision with the gradients of all its variables, beside the same in ONNX Runtime. */
final class LoweredGradient {

    private final GradientGraph gradients;
    private final List<String> variables = new ArrayList<>();
    private final Map<String, String> outputs = new LinkedHashMap<>();

    LoweredGradient(SDVariable loss) {
        SameDiff graph = loss.getSameDiff();
        graph.variables().stream()
                .filter(variable -> variable.getVariableType() == VariableType.VARIABLE)
                .forEach(variable -> variables.add(variable.name()));
        gradients = GradientGraph.of(loss);
        outputs.put(loss.name(), loss.name());
        variables.forEach(name -> outputs.put(gradients.gradientOf(name), gradients.gradientOf(name)));
    }

    SameDiff graph() {
        return gradients.graph();
    }

    /** What SameDiff computes. */
    Map<String, INDArray> expected() {
        return graph().output(Map.of(), outputs.keySet().toArray(String[]::new));
    }

    OnnxGraph lowered(Dialect dialect) {
        List<LoweringRequest.Input> inputs = variables.stream()
                .map(name -> new LoweringRequest.Input(
                        name,
                        name,
                        TensorShape.of(graph().getVariable(name).getArr().shape())))
                .toList();
        return Lowering.lower(
                TrainingRules.in(dialect),
                graph(),
                new LoweringRequest("gradient", inputs, outputs),
                ParameterSource.of(graph()));
    }

    /** What ONNX Runtime computes in single precision, after a pass. */
    Map<String, INDArray> found(Dialect dialect, GraphPass pass) {
        OnnxGraph graph = pass.apply(lowered(dialect));
        Map<String, OnnxTensor> given = new HashMap<>();
        Map<String, INDArray> found = new LinkedHashMap<>();
        try (LoadedModel model =
                LoadedModel.of(new OnnxModel(graph, "test", "", Map.of()), SessionSettings.DEFAULT.withThreads(1))) {
            for (String name : variables) {
                INDArray array = graph().getVariable(name).getArr();
                given.put(name, model.tensor(floats(array), array.shape()));
            }
            try (OrtSession.Result result = model.run(given)) {
                result.forEach(entry -> found.put(entry.getKey(), array((OnnxTensor) entry.getValue())));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        } finally {
            given.values().forEach(OnnxTensor::close);
        }
        return found;
    }

    private static INDArray array(OnnxTensor tensor) {
        FloatBuffer buffer = tensor.getFloatBuffer();
        float[] numbers = new float[buffer.remaining()];
        buffer.get(numbers);
        return Nd4j.createFromArray(numbers).reshape('c', tensor.getInfo().getShape());
    }

    private static FloatBuffer floats(INDArray array) {
        float[] numbers = array.dup('c').data().asFloat();
        FloatBuffer buffer = ByteBuffer.allocateDirect(numbers.length * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        return buffer.put(0, numbers);
    }
}
