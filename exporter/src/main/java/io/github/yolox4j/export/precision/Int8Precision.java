package io.github.yolox4j.export.precision;

import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.onnx.pass.GraphPass;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Convolutions on whole numbers: weights as signed bytes with a scale for each output channel, values between
 * convolutions as unsigned bytes. Predictions stay in single precision, and so does what comes after them.
 *
 * <p>The file holds the usual operators between pairs of {@code QuantizeLinear} and {@code DequantizeLinear} (the QDQ
 * form), from which a runtime makes its integer kernels. A pair stands before and behind each convolution, as ONNX
 * Runtime needs it, and behind each operator in between that can do with bytes.
 *
 * @param calibration finds the ranges of values
 * @param inFloat convolutions to leave in single precision, by the names of their weights without the last part: {@code
 *     head.stems.0.conv} for {@code head.stems.0.conv.weight}
 */
public record Int8Precision(Calibration calibration, Set<String> inFloat) implements GraphPass {

    /** Below, SiLU is closer to 0 than 0.003: bytes are not spent on what all becomes the same. */
    private static final float LEAST_FOR_SILU = -8;

    public Int8Precision {
        inFloat = Set.copyOf(inFloat);
    }

    /** Every convolution but the predictions. */
    public static Int8Precision of(Calibration calibration) {
        return new Int8Precision(calibration, Set.of());
    }

    public Int8Precision withInFloat(Set<String> layers) {
        return new Int8Precision(calibration, layers);
    }

    /** The convolutions that would become integer ones, by name as in {@link #inFloat}, in the order of the graph. */
    public static List<String> layers(OnnxGraph graph) {
        return QuantizedPart.of(graph, Set.of()).convolutions().stream()
                .map(QuantizedPart::layer)
                .toList();
    }

    /**
     * @throws IllegalArgumentException if the graph has no convolution of one of the names left in float, or the
     *     calibration does not know a value
     */
    @Override
    public OnnxGraph apply(OnnxGraph graph) {
        List<String> known = layers(graph);
        for (String layer : inFloat) {
            if (!known.contains(layer)) {
                throw new IllegalArgumentException("no convolution " + layer + " among " + known);
            }
        }
        QuantizedPart part = QuantizedPart.of(graph, inFloat);
        return new QdqRewriting(graph, part, scales(graph, part)).run();
    }

    private Map<String, ActivationScale> scales(OnnxGraph graph, QuantizedPart part) {
        NetworkBody body = new NetworkBody(graph);
        List<String> asked = part.values().stream()
                .filter(value -> part.origin(value).equals(value) && !body.isOfPixels(value))
                .toList();
        Map<String, Range> ranges = calibration.ranges(graph, asked);
        Map<String, ActivationScale> scales = new HashMap<>();
        for (String value : part.values()) {
            String origin = part.origin(value);
            Range range = body.isOfPixels(origin) ? Range.PIXELS : ranges.get(origin);
            if (range == null) {
                throw new IllegalArgumentException("the calibration found no range for value " + origin);
            }
            scales.put(value, ActivationScale.of(part.isOnlyReadBySilu(value) ? range.from(LEAST_FOR_SILU) : range));
        }
        return scales;
    }
}
