package io.github.yolox4j.model;

import io.github.yolox4j.detection.decode.RowLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What decides the shape of a YOLOX network, and how it takes images.
 *
 * @param name of the size, {@code nano} to {@code yolov3}, or a name of one's own
 * @param architecture the family that it belongs to
 * @param depth factor on the number of repeated blocks
 * @param width factor on the number of channels
 * @param depthwise whether 3x3 convolutions are depthwise separable; of {@link Architecture#CSP_PAN} only
 * @param classes number of object classes, at least 1
 * @param legacy whether the network normalises images first, as YOLOX before 0.2 did; what it is given is the same
 */
public record YoloxConfig(
        String name,
        Architecture architecture,
        double depth,
        double width,
        boolean depthwise,
        int classes,
        boolean legacy) {

    private static final int COCO_CLASSES = 80;

    /** The sizes of the reference: factors of depth and width, and the side of the square input they are meant for. */
    public enum Size {
        NANO(Architecture.CSP_PAN, 0.33, 0.25, true, 416),
        TINY(Architecture.CSP_PAN, 0.33, 0.375, false, 416),
        S(Architecture.CSP_PAN, 0.33, 0.50, false, 640),
        M(Architecture.CSP_PAN, 0.67, 0.75, false, 640),
        L(Architecture.CSP_PAN, 1.00, 1.00, false, 640),
        X(Architecture.CSP_PAN, 1.33, 1.25, false, 640),
        YOLOV3(Architecture.DARKNET_FPN, 1.00, 1.00, false, 640);

        private final YoloxConfig config;
        private final int side;

        Size(Architecture architecture, double depth, double width, boolean depthwise, int side) {
            config = new YoloxConfig(lowerName(), architecture, depth, width, depthwise, COCO_CLASSES);
            this.side = side;
        }

        /** Side in pixels of the input that the reference's published figures are for. */
        public int side() {
            return side;
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
        Objects.requireNonNull(architecture, "architecture");
        if (!(depth > 0 && width > 0)) {
            throw new IllegalArgumentException("depth and width must be positive, got " + depth + " and " + width);
        }
        if (stemChannels(architecture, width) < 2) {
            throw new IllegalArgumentException("width leaves fewer than 2 channels in the stem: " + width);
        }
        if (depthwise && architecture != Architecture.CSP_PAN) {
            throw new IllegalArgumentException(
                    "depthwise convolutions are for csp_pan only, not for " + architecture.lowerName());
        }
        if (classes < 1) {
            throw new IllegalArgumentException("classes must be at least 1, got " + classes);
        }
    }

    /** A network that takes images as they are. */
    public YoloxConfig(
            String name, Architecture architecture, double depth, double width, boolean depthwise, int classes) {
        this(name, architecture, depth, width, depthwise, classes, false);
    }

    /** A network of {@link Architecture#CSP_PAN} that takes images as they are. */
    public YoloxConfig(String name, double depth, double width, boolean depthwise, int classes) {
        this(name, Architecture.CSP_PAN, depth, width, depthwise, classes);
    }

    /** A reference size with the 80 classes of COCO. */
    public static YoloxConfig of(Size size) {
        return size.config;
    }

    public YoloxConfig withClasses(int number) {
        return new YoloxConfig(name, architecture, depth, width, depthwise, number, legacy);
    }

    /** The same network for images normalised as YOLOX before 0.2 did, or not. */
    public YoloxConfig withLegacy(boolean normalises) {
        return new YoloxConfig(name, architecture, depth, width, depthwise, classes, normalises);
    }

    /**
     * The number of channels that a layer of {@code base} channels at width 1 has here.
     *
     * @param base a multiple of the stem's channels at width 1
     * @implNote a multiple of the stem's channels here, not the reference's {@code int(base * width)}: the two are the
     *     same for every network the reference can build, and where {@code width} leaves a fraction of a channel in the
     *     stem its backbone and neck no longer fit together.
     */
    public int channels(int base) {
        return stemChannels(architecture, width) * (base / architecture.stemChannels());
    }

    /** Channels at strides 8, 16 and 32 that the head receives. */
    public List<Integer> featureChannels() {
        return architecture.featureChannels().stream().map(this::channels).toList();
    }

    /** How often something repeated {@code base} times at depth 1 is repeated here; halves go to the even number. */
    public int repeats(int base) {
        return (int) Math.rint(base * depth);
    }

    private static int stemChannels(Architecture architecture, double width) {
        return (int) (architecture.stemChannels() * width);
    }

    /** What a prediction at one anchor holds. */
    public RowLayout rowLayout() {
        return new RowLayout(classes);
    }
}
