package io.github.yolox4j.export.lowering;

import io.github.yolox4j.onnx.tensor.TensorShape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which part of a SameDiff graph to translate.
 *
 * @param graphName of the result
 * @param inputs variables that become inputs of the result: placeholders, or parameters that are to be fed
 * @param outputs variable to show under each output name, in order
 * @param frame what stands around the translated part
 */
public record LoweringRequest(String graphName, List<Input> inputs, Map<String, String> outputs, GraphFrame frame) {

    /**
     * An input of the result.
     *
     * @param variable in the SameDiff graph
     * @param name in the ONNX graph
     * @param shape with named axes where the size is chosen at run time
     */
    public record Input(String variable, String name, TensorShape shape) {}

    public LoweringRequest {
        inputs = List.copyOf(inputs);
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
        if (outputs.isEmpty()) {
            throw new IllegalArgumentException("at least one output is needed");
        }
    }

    /** A part with nothing around it. */
    public LoweringRequest(String graphName, List<Input> inputs, Map<String, String> outputs) {
        this(graphName, inputs, outputs, GraphFrame.NONE);
    }
}
