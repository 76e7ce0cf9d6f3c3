package io.github.yolox4j.export.precision;

import io.github.yolox4j.onnx.Node;
import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.onnx.OnnxOperator;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where the network begins and ends in a graph. It begins with the convolutions that depend on no other; what comes
 * before prepares pixels. It ends with its predictions, the convolutions that no other depends on; what comes after is
 * activation, decoding and selection.
 */
final class NetworkBody {

    private final Set<String> pastConvolution = new HashSet<>();
    private final Set<String> beforeConvolution = new HashSet<>();

    NetworkBody(OnnxGraph graph) {
        List<Node> nodes = graph.nodes();
        for (Node node : nodes) {
            if (isConvolution(node) || !Collections.disjoint(node.inputs(), pastConvolution)) {
                pastConvolution.addAll(node.outputs());
            }
        }
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Node node = nodes.get(i);
            if (isConvolution(node) || !Collections.disjoint(node.outputs(), beforeConvolution)) {
                beforeConvolution.addAll(node.inputs());
            }
        }
    }

    /** Whether it is a convolution, or lies between two. */
    boolean contains(Node node) {
        return isConvolution(node)
                || !Collections.disjoint(node.outputs(), pastConvolution)
                        && !Collections.disjoint(node.outputs(), beforeConvolution);
    }

    /** Whether it is a convolution that no other depends on. */
    boolean isPrediction(Node node) {
        return isConvolution(node) && Collections.disjoint(node.outputs(), beforeConvolution);
    }

    /** Whether no convolution has touched the value. */
    boolean isOfPixels(String value) {
        return !pastConvolution.contains(value);
    }

    static boolean isConvolution(Node node) {
        return node.operator() == OnnxOperator.CONV;
    }
}
