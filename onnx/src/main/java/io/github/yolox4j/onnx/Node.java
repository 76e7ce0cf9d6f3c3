package io.github.yolox4j.onnx;

import java.util.List;

/**
 * One operator applied to named values.
 *
 * @param name unique among the nodes of a graph
 * @param inputs names of values; the empty name stands for an optional input that is left out
 * @param outputs names of the values this node makes
 */
public record Node(
        String name, OnnxOperator operator, List<String> inputs, List<String> outputs, Attributes attributes) {

    public Node {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        operator.check(name, inputs.size(), outputs.size(), attributes);
    }

    /** A node with one output, whose name it has. */
    public static Node of(OnnxOperator operator, List<String> inputs, String output, Attribute... attributes) {
        return new Node(output, operator, inputs, List.of(output), Attributes.of(attributes));
    }

    /** The only output. */
    public String output() {
        if (outputs.size() != 1) {
            throw new IllegalStateException("node " + name + " has " + outputs.size() + " outputs: " + outputs);
        }
        return outputs.get(0);
    }

    public Node withInputs(List<String> others) {
        return new Node(name, operator, others, outputs, attributes);
    }

    public Node withOutputs(List<String> others) {
        return new Node(name, operator, inputs, others, attributes);
    }
}
