package io.github.yolox4j.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What decides the shape of a YOLOX network.
 *
 * @param name of the size, {@code nano} to {@code x}, or a name of one's own
 * @param depth factor on the number of repeated blocks
 * @param width factor on the number of channels
 * @param depthwise whether 3x3 convolutions are depthwise separable
 * @param classes number of object classes, at least 1
 */
public record YoloxConfig(String name, double depth, double width, boolean depthwise, int classes) {

    private static final int COCO_CLASSES = 80;

    /** The sizes of the reference: factors of depth and width. */
    public enum Size {
        NANO(0.33, 0.25, true),
        TINY(0.33, 0.375, false),
        S(0.33, 0.50, false),
        M(0.67, 0.75, false),
        L(1.00, 1.00, false),
        X(1.33, 1.25, false);

        private final double depth;
        private final double width;
        private final boolean depthwise;

        Size(double depth, double width, boolean depthwise) {
            this.depth = depth;
            this.width = width;
            this.depthwise = depthwise;
        }

        /** The name as written on the command line. */
        public String lowerName() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * The size of that name.
         *
         * @throws IllegalArgumentException if there is none; the message lists the names
         */
        public static Size parse(String name) {
            return Arrays.stream(values())
                    .filter(size -> size.lowerName().equals(name.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("unknown size '" + name + "', valid sizes are "
                            + Arrays.stream(values()).map(Size::lowerName).collect(Collectors.joining(", "))));
        }
    }

    public YoloxConfig {
        Objects.requireNonNull(name, "name");
        if (!(depth > 0 && width > 0)) {
            throw new IllegalArgumentException("depth and width must be positive, got " + depth + " and " + width);
        }
        if ((int) (64 * width) < 2) {
            throw new IllegalArgumentException("width leaves fewer than 2 channels in the stem: " + width);
        }
        if (classes < 1) {
            throw new IllegalArgumentException("classes must be at least 1, got " + classes);
        }
    }

    /** A reference size with the 80 classes of COCO. */
    public static YoloxConfig of(Size size) {
        return new YoloxConfig(size.lowerName(), size.depth, size.width, size.depthwise, COCO_CLASSES);
    }

    public YoloxConfig withClasses(int number) {
        return new YoloxConfig(name, depth, width, depthwise, number);
    }

    /** The number of channels that a layer of {@code base} channels at width 1 has here. */
    public int channels(int base) {
        return (int) (base * width);
    }

    /** Repetitions in a backbone stage that has {@code base} stages of 3 at depth 1. */
    public int backboneRepeats(int base) {
        return base * Math.max((int) Math.rint(3 * depth), 1);
    }

    /** Repetitions in a stage of the neck. */
    public int neckRepeats() {
        return (int) Math.rint(3 * depth);
    }

    /** Channels of a raw prediction: 4 box numbers, objectness, classes. */
    public int predictionChannels() {
        return 4 + 1 + classes;
    }
}
