package io.github.yolox4j.train.loss;

import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.train.assign.BatchGraph;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What the objectness term, a sum over all anchors, is divided by.
 *
 * <p>The others are sums over positive anchors and always divided by their number. Another objectness loss changes the
 * scale of its sum: focal loss all but removes the easy background, so that a divisor other than the positives may
 * serve it better.
 */
public enum ObjectnessNormaliser {

    /** \( \max(\text{positive anchors in the batch}, 1) \): the reference's. */
    POSITIVES,

    /** The images in the batch, whatever is on them. */
    BATCH,

    /**
     * \( \max(\sum t, 1) \) over the soft targets of the batch, which are the IoUs of positive anchors with their
     * objects. The targets of objectness itself are 0 and 1, whose sum is {@link #POSITIVES}. It grows as the boxes
     * become better.
     */
    TARGETS;

    /**
     * The number to divide by, at least 1.
     *
     * @param batch images in the batch
     * @param positives positive anchors in the batch
     * @param targets sum of the IoUs of positive anchors with their objects
     */
    public double divisor(int batch, int positives, double targets) {
        return switch (this) {
            case POSITIVES -> Math.max(positives, 1);
            case BATCH -> batch;
            case TARGETS -> Math.max(targets, 1);
        };
    }

    /** The same over values, each {@code [1]} in double precision. */
    public Value divisor(Value positives, Value targets, BatchGraph graph) {
        return switch (this) {
            case POSITIVES -> graph.atLeast(positives, 1);
            case BATCH -> graph.onnx().constant(Tensor.ofDoubles(new long[] {1}, graph.batch()));
            case TARGETS -> graph.atLeast(targets, 1);
        };
    }

    /**
     * The normaliser of that name.
     *
     * @throws IllegalArgumentException if there is none; the message lists the valid names
     */
    public static ObjectnessNormaliser parse(String name) {
        return Arrays.stream(values())
                .filter(normaliser -> normaliser.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown objectness normaliser '" + name
                        + "'; valid are "
                        + Arrays.stream(values())
                                .map(ObjectnessNormaliser::toString)
                                .collect(Collectors.joining(", "))));
    }

    /** The name in lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
