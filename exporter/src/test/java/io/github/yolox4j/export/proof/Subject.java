package io.github.yolox4j.export.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.export.OnnxExporter;
import io.github.yolox4j.export.lowering.LoweringRequest;
import io.github.yolox4j.export.lowering.ParameterSource;
import io.github.yolox4j.model.graph.GradientGraph;
import io.github.yolox4j.onnx.Opset;
import io.github.yolox4j.onnx.file.OnnxModel;
import io.github.yolox4j.onnx.tensor.Dim;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.onnx.tensor.TensorShape;
import io.github.yolox4j.ort.LoadedModel;
import io.github.yolox4j.ort.SessionSettings;
import io.github.yolox4j.testkit.Closeness;
import io.github.yolox4j.testkit.TensorDifference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A SameDiff graph, what its ONNX model is fed and what of it is compared: run by SameDiff, and by ONNX Runtime.
 *
 * @param inputs shape by variable; a placeholder's batch may be open
 * @param outputs variables
 */
record Subject(SameDiff graph, Map<String, TensorShape> inputs, List<String> outputs) {

    /** A result that depends on one placeholder. */
    static Subject ofResult(SDVariable placeholder, SDVariable result) {
        List<Dim> dims = Arrays.stream(placeholder.placeholderShape())
                .mapToObj(size -> size < 0 ? Dim.named("batch") : Dim.of(size))
                .toList();
        return new Subject(
                result.getSameDiff(), Map.of(placeholder.name(), new TensorShape(dims)), List.of(result.name()));
    }

    /** A scalar with the gradients of all variables of its graph, which are what the model is fed. */
    static Subject ofGradients(SDVariable loss) {
        Map<String, TensorShape> variables = new LinkedHashMap<>();
        loss.getSameDiff().variables().stream()
                .filter(variable -> variable.getVariableType() == VariableType.VARIABLE)
                .forEach(variable -> variables.put(
                        variable.name(), TensorShape.of(variable.getArr().shape())));
        GradientGraph gradients = GradientGraph.of(loss);
        List<String> outputs = new ArrayList<>(List.of(loss.name()));
        variables.keySet().forEach(name -> outputs.add(gradients.gradientOf(name)));
        return new Subject(gradients.graph(), variables, outputs);
    }

    /** The same graph, fed with numbers of exactly these shapes. */
    Subject withInputsLike(Map<String, INDArray> numbers) {
        Map<String, TensorShape> shapes = new LinkedHashMap<>();
        numbers.forEach((name, array) -> shapes.put(name, TensorShape.of(array.shape())));
        return new Subject(graph, shapes, outputs);
    }

    /** The operators of the graph, by SameDiff's names. */
    Set<String> operators() {
        return graph.getOps().values().stream().map(op -> op.getOp().opName()).collect(Collectors.toSet());
    }

    OnnxModel model(OnnxExporter exporter) {
        return model(exporter, Opset.DEFAULT);
    }

    OnnxModel model(OnnxExporter exporter, Opset opset) {
        List<LoweringRequest.Input> fed = inputs.entrySet().stream()
                .map(input -> new LoweringRequest.Input(input.getKey(), input.getKey(), input.getValue()))
                .toList();
        Map<String, String> shown = new LinkedHashMap<>();
        outputs.forEach(output -> shown.put(output, output));
        LoweringRequest request = new LoweringRequest("subject", fed, shown);
        return exporter.model(graph, request, ParameterSource.of(graph), opset, Map.of());
    }

    /** Numbers for the inputs: those that the graph's variables hold; for placeholders random ones. */
    Map<String, INDArray> numbers(Random random, int batch) {
        Map<String, INDArray> numbers = new LinkedHashMap<>();
        inputs.forEach((name, shape) -> {
            long[] sizes = shape.dims().stream()
                    .mapToLong(dim -> dim.isFixed() ? dim.size() : batch)
                    .toArray();
            SDVariable variable = graph.getVariable(name);
            numbers.put(name, variable.isPlaceHolder() ? Draw.array(random, sizes) : variable.getArr());
        });
        return numbers;
    }

    /** Whether ONNX Runtime computes with the model what SameDiff computes with the graph. */
    void assertAgrees(OnnxModel model, Map<String, INDArray> numbers, Closeness allowed, String where) {
        assertAgree(byOnnxRuntime(model, numbers), bySameDiff(numbers), allowed, where);
    }

    Map<String, INDArray> bySameDiff(Map<String, INDArray> numbers) {
        Map<String, INDArray> placeholders = new LinkedHashMap<>(numbers);
        placeholders.keySet().removeIf(name -> !graph.getVariable(name).isPlaceHolder());
        return graph.output(placeholders, outputs.toArray(String[]::new));
    }

    /** In single precision. */
    static Map<String, INDArray> byOnnxRuntime(OnnxModel model, Map<String, INDArray> numbers) {
        Map<String, Tensor> given = new LinkedHashMap<>();
        numbers.forEach((name, array) -> given.put(name, tensor(array)));
        try (LoadedModel loaded = LoadedModel.of(model, SessionSettings.DEFAULT.withThreads(1))) {
            Map<String, INDArray> found = new LinkedHashMap<>();
            loaded.compute(given).forEach((name, tensor) -> found.put(name, array(tensor)));
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Tensor tensor(INDArray array) {
        return Tensor.ofFloats(
                array.shape(), array.castTo(DataType.FLOAT).dup('c').data().asFloat());
    }

    static INDArray array(Tensor tensor) {
        return Nd4j.createFromArray(tensor.floats()).reshape('c', tensor.shape());
    }

    static void assertAgree(
            Map<String, INDArray> found, Map<String, INDArray> expected, Closeness allowed, String where) {
        assertThat(found.keySet()).as(where).isEqualTo(expected.keySet());
        expected.forEach((name, wanted) -> {
            TensorDifference difference = difference(found.get(name), wanted, allowed);
            assertThat(difference.numbers()).as("%s, %s", name, where).isPositive();
            assertThat(difference.isClose())
                    .as("%s, %s: %s", name, where, difference)
                    .isTrue();
        });
    }

    static TensorDifference difference(INDArray found, INDArray expected, Closeness allowed) {
        assertThat(found.shape()).isEqualTo(expected.shape());
        return TensorDifference.of(doubles(found), doubles(expected), expected.shape(), allowed);
    }

    private static double[] doubles(INDArray array) {
        return array.castTo(DataType.DOUBLE).dup('c').data().asDouble();
    }
}
