package io.github.yolox4j.export.lowering;

import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.TensorType;
import java.util.Map;

/**
 * What stands around a translated graph in the same file: how the file's input becomes the graph's, and what is made of
 * the graph's outputs.
 */
public interface GraphFrame {

    /** Nothing: the graph's inputs and outputs are the file's. */
    GraphFrame NONE = new GraphFrame() {};

    /**
     * The value of an input of the translated graph.
     *
     * @param name of the file's input
     * @param type that the translated graph needs
     */
    default Value input(String name, TensorType type, GraphBuilder onnx) {
        return onnx.input(name, type);
    }

    /**
     * The outputs of the file.
     *
     * @param made the outputs of the translated graph by the names of the request, in order
     */
    default Map<String, Value> outputs(Map<String, Value> made, GraphBuilder onnx) {
        return made;
    }
}
