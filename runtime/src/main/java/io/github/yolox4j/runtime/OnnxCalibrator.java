package io.github.yolox4j.runtime;

import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.export.precision.Calibration;
import io.github.yolox4j.export.precision.Range;
import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.onnx.Port;
import io.github.yolox4j.onnx.tensor.ElementType;
import io.github.yolox4j.onnx.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Calibration by ONNX Runtime: the graph with every value asked for as an output, run on images one by one. Ranges
 * found for a value are remembered for the graph: a calibrator serves one set of weights.
 */
public final class OnnxCalibrator implements Calibration {

    private static final double PERCENT = 100;

    private final Examples examples;
    private final double kept;
    private final Map<String, Range> known = new HashMap<>();

    private OnnxCalibrator(List<BgrImage> images, double kept) {
        if (!(kept > 0.5 && kept <= 1)) {
            throw new IllegalArgumentException("the percentile must lie in (50, 100], got " + kept * PERCENT);
        }
        this.examples = new Examples(images);
        this.kept = kept;
    }

    /**
     * Ranges from the smallest to the largest number.
     *
     * @param images 16 to 100 of the kind that the detector is for; they are letterboxed here
     */
    public static OnnxCalibrator minMax(List<BgrImage> images) {
        return new OnnxCalibrator(images, 1);
    }

    /**
     * Ranges without the outermost numbers: 99.99 leaves out one in ten thousand, half of them above and half below.
     */
    public static OnnxCalibrator percentile(List<BgrImage> images, double percent) {
        return new OnnxCalibrator(images, percent / PERCENT);
    }

    @Override
    public Map<String, Range> ranges(OnnxGraph graph, List<String> values) {
        List<String> open =
                values.stream().filter(value -> !known.containsKey(value)).toList();
        if (!open.isEmpty()) {
            Map<String, ValueHistogram> histograms = new LinkedHashMap<>();
            open.forEach(value -> histograms.put(value, new ValueHistogram()));
            examples.run(
                    showing(graph, open),
                    (value, numbers) -> histograms.get(value).add(numbers));
            histograms.forEach((value, histogram) -> known.put(value, histogram.range(kept)));
        }
        Map<String, Range> ranges = new LinkedHashMap<>();
        values.forEach(value -> ranges.put(value, known.get(value)));
        return ranges;
    }

    /** The graph with those values as its outputs. */
    static OnnxGraph showing(OnnxGraph graph, List<String> values) {
        List<Port> outputs = new ArrayList<>();
        for (String value : values) {
            TensorType type = graph.types().get(value);
            if (type == null || type.element() != ElementType.FLOAT) {
                throw new IllegalArgumentException("value " + value + " of graph " + graph.name() + " is " + type
                        + ", calibration needs floats that a node makes");
            }
            outputs.add(new Port(value, type));
        }
        return new OnnxGraph(graph.name(), graph.nodes(), graph.initialisers(), graph.inputs(), outputs, graph.types());
    }
}
