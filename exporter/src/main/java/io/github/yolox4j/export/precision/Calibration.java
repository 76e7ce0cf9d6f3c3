package io.github.yolox4j.export.precision;

import io.github.yolox4j.onnx.OnnxGraph;
import java.util.List;
import java.util.Map;

/** Finds out between which numbers the values of a graph lie, by running it on examples. */
@FunctionalInterface
public interface Calibration {

    /**
     * The ranges of values.
     *
     * @param values names of floats in the graph
     * @return a range for each of them
     */
    Map<String, Range> ranges(OnnxGraph graph, List<String> values);
}
