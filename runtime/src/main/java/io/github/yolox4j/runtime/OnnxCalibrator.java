package io.github.yolox4j.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtSession;
import io.github.yolox4j.export.onnx.ElementType;
import io.github.yolox4j.export.onnx.OnnxGraph;
import io.github.yolox4j.export.onnx.OnnxModel;
import io.github.yolox4j.export.onnx.Port;
import io.github.yolox4j.export.onnx.TensorType;
import io.github.yolox4j.export.precision.Calibration;
import io.github.yolox4j.export.precision.Range;
import io.github.yolox4j.model.image.BgrImage;
import io.github.yolox4j.model.image.Letterbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Calibration by ONNX Runtime: the graph with every value asked for as a further output, run on images one by one.
 *
 * @param images letterboxed to the input here; the 16 to 100 that calibration takes
 * @param kept share of a value's numbers that its range is to hold, in (0.5, 1]: 1 is the range from the smallest to the largest,
 *     less leaves out as many of the smallest and of the largest
 */
public record OnnxCalibrator(List<BgrImage> images, double kept) implements Calibration {

    private static final String PRODUCER = "yolox4j calibration";
    private static final int CHANNELS_AXIS = 1;

    public OnnxCalibrator {
        images = List.copyOf(images);
        if (images.isEmpty()) {
            throw new IllegalArgumentException("calibration needs images");
        }
        if (!(kept > 0.5 && kept <= 1)) {
            throw new IllegalArgumentException("the share of numbers kept must lie in (0.5, 1], got " + kept);
        }
    }

    /** Ranges from the smallest to the largest number. */
    public static OnnxCalibrator minMax(List<BgrImage> images) {
        return new OnnxCalibrator(images, 1);
    }

    /** Ranges without the outermost numbers: {@code 99.99} leaves one in ten thousand out. */
    public static OnnxCalibrator percentile(List<BgrImage> images, double percent) {
        return new OnnxCalibrator(images, percent / 100);
    }

    @Override
    public Map<String, Range> ranges(OnnxGraph graph, List<String> values) {
        if (values.isEmpty()) {
            return Map.of();
        }
        Map<String, ValueHistogram> histograms = new LinkedHashMap<>();
        values.forEach(value -> histograms.put(value, new ValueHistogram()));
        try (LoadedModel model = LoadedModel.of(showing(graph, values), SessionSettings.DEFAULT)) {
            for (BgrImage image : images) {
                run(model, graph.inputs().get(0), image, histograms);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, Range> ranges = new LinkedHashMap<>();
        histograms.forEach((value, histogram) -> ranges.put(value, histogram.range(kept)));
        return ranges;
    }

    private static OnnxModel showing(OnnxGraph graph, List<String> values) {
        List<Port> outputs = new ArrayList<>();
        for (String value : values) {
            TensorType type = graph.types().get(value);
            if (type == null || type.element() != ElementType.FLOAT) {
                throw new IllegalArgumentException("value " + value + " of graph " + graph.name() + " is " + type
                        + ", calibration needs floats that a node makes");
            }
            outputs.add(new Port(value, type));
        }
        OnnxGraph shown = new OnnxGraph(
                graph.name(), graph.nodes(), graph.initialisers(), graph.inputs(), outputs, graph.types());
        return new OnnxModel(shown, PRODUCER, "", Map.of());
    }

    private static void run(LoadedModel model, Port input, BgrImage image, Map<String, ValueHistogram> histograms) {
        FloatBuffer planes = FloatBuffer.wrap(planes(input, image));
        try (OnnxTensor given = model.tensor(planes, shape(input));
                OrtSession.Result result = model.run(Map.of(input.name(), given))) {
            for (Map.Entry<String, OnnxValue> entry : result) {
                FloatBuffer numbers = ((OnnxTensor) entry.getValue()).getFloatBuffer();
                histograms.get(entry.getKey()).add(numbers);
            }
        }
    }

    /** The image as often as the batch has places. */
    private static float[] planes(Port input, BgrImage image) {
        long[] shape = shape(input);
        BgrImage boxed = Letterbox.of(image, (int) shape[3], (int) shape[2]).apply(image);
        float[] planes = new float[(int) shape[0] * boxed.pixels().length];
        for (int i = 0; i < shape[0]; i++) {
            boxed.toPlanes(planes, i * boxed.pixels().length);
        }
        return planes;
    }

    /** The shape of the input, one image where the batch is open. */
    private static long[] shape(Port input) {
        TensorType type = input.type();
        boolean fits = type.element() == ElementType.FLOAT
                && type.shape().rank() == 4
                && type.shape().dim(CHANNELS_AXIS).is(BgrImage.CHANNELS)
                && type.shape().dim(2).isFixed()
                && type.shape().dim(3).isFixed();
        if (!fits) {
            throw new IllegalArgumentException(
                    "calibration needs an input float[batch, 3, height, width] of fixed size, the graph has "
                            + input.name() + " " + type);
        }
        long batch = type.shape().dim(0).isFixed() ? type.shape().dim(0).size() : 1;
        return new long[] {
            batch,
            BgrImage.CHANNELS,
            type.shape().dim(2).size(),
            type.shape().dim(3).size()
        };
    }
}
