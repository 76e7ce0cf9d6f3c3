package io.github.yolox4j.export;

import io.github.yolox4j.detection.file.WholeFile;
import io.github.yolox4j.detection.metadata.ProjectVersion;
import io.github.yolox4j.export.lowering.Lowering;
import io.github.yolox4j.export.lowering.LoweringRequest;
import io.github.yolox4j.export.lowering.LoweringRules;
import io.github.yolox4j.export.lowering.ParameterSource;
import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.onnx.Opset;
import io.github.yolox4j.onnx.file.OnnxModel;
import io.github.yolox4j.onnx.pass.GraphPass;
import io.github.yolox4j.onnx.tensor.Dim;
import io.github.yolox4j.onnx.tensor.TensorShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Writes a SameDiff graph as an ONNX file: every operator translated by its rule, constants and batch-norm folded,
 * leftovers removed.
 *
 * @param rules one per SameDiff operator
 * @param pass what the translated graph goes through
 */
public record OnnxExporter(LoweringRules rules, GraphPass pass) {

    /** The name that files carry of who made them. */
    public static final String PRODUCER = "yolox4j";

    /** The project's rules and simplifications. */
    public static OnnxExporter standard() {
        return new OnnxExporter(LoweringRules.standard(), GraphPass.standard());
    }

    /** The same with other rules. */
    public OnnxExporter withRules(LoweringRules others) {
        return new OnnxExporter(others, pass);
    }

    /**
     * Exports with the numbers that the graph's variables hold.
     *
     * @param placeholder the graph's input
     * @param outputs variables to show, as many as {@code options} has output names
     * @throws IOException if {@code file} cannot be written
     */
    public void export(SameDiff graph, String placeholder, List<String> outputs, ExportOptions options, Path file)
            throws IOException {
        export(graph, placeholder, outputs, ParameterSource.of(graph), options, file);
    }

    /**
     * Exports with numbers from elsewhere.
     *
     * @throws io.github.yolox4j.export.lowering.UnsupportedOperatorException if an operator has no translation
     * @throws IOException if {@code file} cannot be written; nothing is left of it then
     */
    public void export(
            SameDiff graph,
            String placeholder,
            List<String> outputs,
            ParameterSource parameters,
            ExportOptions options,
            Path file)
            throws IOException {
        WholeFile.write(file, model(graph, placeholder, outputs, parameters, options)::writeTo);
    }

    /** What {@link #export} writes. */
    public OnnxModel model(
            SameDiff graph,
            String placeholder,
            List<String> outputs,
            ParameterSource parameters,
            ExportOptions options) {
        if (outputs.size() != options.outputs().size()) {
            throw new IllegalArgumentException(
                    "output variables " + outputs + " need as many names, got " + options.outputs());
        }
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 0; i < outputs.size(); i++) {
            if (named.put(options.outputs().get(i), outputs.get(i)) != null) {
                throw new IllegalArgumentException(
                        "two outputs are named " + options.outputs().get(i));
            }
        }
        LoweringRequest.Input input =
                new LoweringRequest.Input(placeholder, options.input(), inputShape(graph, placeholder, options));
        LoweringRequest request = new LoweringRequest(PRODUCER, List.of(input), named);
        return model(graph, request, parameters, options.opset(), options.metadata());
    }

    /**
     * A part of a graph as a file.
     *
     * @param metadata facts written into the file
     */
    public OnnxModel model(
            SameDiff graph,
            LoweringRequest request,
            ParameterSource parameters,
            Opset opset,
            Map<String, String> metadata) {
        OnnxGraph lowered = Lowering.lower(rules, graph, request, parameters);
        return new OnnxModel(pass.apply(lowered), opset, PRODUCER, ProjectVersion.current(), metadata);
    }

    private static TensorShape inputShape(SameDiff graph, String placeholder, ExportOptions options) {
        SDVariable variable = graph.getVariable(placeholder);
        if (variable == null || !variable.isPlaceHolder()) {
            throw new IllegalArgumentException(
                    "the graph has no placeholder " + placeholder + "; it has " + placeholders(graph));
        }
        List<Dim> dims = new ArrayList<>(List.of(options.batch()));
        if (!options.inputSizes().isEmpty()) {
            options.inputSizes().forEach(size -> dims.add(Dim.of(size)));
            return new TensorShape(dims);
        }
        long[] declared = variable.placeholderShape();
        if (declared == null || declared.length == 0) {
            throw new IllegalArgumentException(
                    "placeholder " + placeholder + " declares no shape; give the input sizes");
        }
        for (int axis = 1; axis < declared.length; axis++) {
            if (declared[axis] < 1) {
                throw new IllegalArgumentException("placeholder " + placeholder + " leaves axis " + axis + " open: "
                        + Arrays.toString(declared) + "; give the input sizes");
            }
            dims.add(Dim.of(declared[axis]));
        }
        return new TensorShape(dims);
    }

    private static List<String> placeholders(SameDiff graph) {
        return graph.variables().stream()
                .filter(SDVariable::isPlaceHolder)
                .map(SDVariable::name)
                .toList();
    }
}
