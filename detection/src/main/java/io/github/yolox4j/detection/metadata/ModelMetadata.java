package io.github.yolox4j.detection.metadata;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.OutputDecoder;
import io.github.yolox4j.detection.decode.Postprocessing;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What an exported detector says about itself, so that whoever runs the file needs no configuration.
 *
 * <p>The keys {@code names}, {@code stride}, {@code task} and {@code imgsz} are written as the YOLOv5 family writes them (Python
 * literals); the others describe the preprocessing, the output and the training.
 *
 * @param names of the classes, by class index
 * @param stride largest stride of the network in pixels: input sides are multiples of it
 * @param task what the model does, {@code detect}
 * @param height of the input in pixels
 * @param width of the input in pixels
 * @param preprocessing how an image becomes the input
 * @param decode what the output holds
 * @param selection which detections the file gives, if it selects
 * @param losses trained with, {@code box=ciou, objectness=bce, class=bce} for instance
 * @param training how it was trained, in one line
 * @param weightsDigest SHA-256 of the weights
 * @param version of the project
 */
public record ModelMetadata(
        List<String> names,
        int stride,
        String task,
        int height,
        int width,
        Preprocessing preprocessing,
        Decode decode,
        Optional<Selection> selection,
        String losses,
        String training,
        String weightsDigest,
        String version) {

    /** The key of the weights' digest. */
    public static final String WEIGHTS_DIGEST = "weights_sha256";

    private static final String NOT_SAID = "";
    private static final String IN_FILE = "in the file";
    private static final String OUTSIDE = "outside";
    private static final int LARGEST_STRIDE = 32;

    /** What the output holds. */
    public enum Decode {
        /** Offsets and logarithms of sizes per anchor: boxes are still to be decoded. */
        RAW,
        /** Boxes in pixels of the input, of the image if the file letterboxes it itself. */
        DECODED,
        /** Rows batch, x1, y1, x2, y2, score, class of the detections of all images. */
        NMS,
        /** Number, boxes, scores and classes of the detections of each image, filled up with zeros. */
        DETECTIONS;

        /** Whether confidence threshold and suppression are in the file. */
        public boolean selects() {
            return this == NMS || this == DETECTIONS;
        }

        /** The name in the file and on the command line. */
        public String lowerName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * How an image becomes the input.
     *
     * @param colorOrder of the three channels, {@code BGR} or {@code RGB}
     * @param rangeLow smallest pixel value
     * @param rangeHigh largest pixel value
     * @param paddingValue what fills the input where the image does not reach
     * @param placement where the resized image lies in the input, {@code top-left}: padding is to the right and below
     * @param resize interpolation, {@code bilinear}
     * @param inFile whether the file does this itself: its input is bytes {@code [batch, height, width, 3]} of any size then
     */
    public record Preprocessing(
            String colorOrder,
            int rangeLow,
            int rangeHigh,
            int paddingValue,
            String placement,
            String resize,
            boolean inFile) {

        /** What the reference YOLOX does: BGR 0..255, letterboxed to the top-left corner over grey 114, bilinear. */
        public static Preprocessing yolox() {
            return new Preprocessing("BGR", 0, 255, 114, "top-left", "bilinear", false);
        }

        /** The same, done by the file. */
        public Preprocessing inFile(String order) {
            return new Preprocessing(order, rangeLow, rangeHigh, paddingValue, placement, resize, true);
        }
    }

    public ModelMetadata {
        names = List.copyOf(names);
        if (decode.selects() != selection.isPresent()) {
            throw new IllegalArgumentException("form " + decode.lowerName() + " with selection " + selection);
        }
        if (stride < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "stride, height and width must be positive: " + stride + ", " + height + ", " + width);
        }
    }

    /** A detector fed as the reference YOLOX is. */
    public static ModelMetadata ofDetector(List<String> names, int height, int width, Decode decode, String losses) {
        return new ModelMetadata(
                names,
                LARGEST_STRIDE,
                "detect",
                height,
                width,
                Preprocessing.yolox(),
                decode,
                decode.selects() ? Optional.of(Selection.DEFAULT) : Optional.empty(),
                losses,
                NOT_SAID,
                NOT_SAID,
                ProjectVersion.current());
    }

    /**
     * Reads the output of such a file.
     *
     * @throws IllegalArgumentException if the file selects detections itself
     */
    public OutputDecoder decoder(Postprocessing postprocessing) {
        AnchorGrid grid = new AnchorGrid(height, width);
        return switch (decode) {
            case RAW -> OutputDecoder.raw(grid, names.size(), postprocessing);
            case DECODED -> OutputDecoder.decoded(grid, names.size(), postprocessing);
            case NMS, DETECTIONS -> throw new IllegalArgumentException(
                    "a file of the form " + decode.lowerName() + " gives no rows of anchors");
        };
    }

    /** The same file with a word on how it was trained, and the digest of its weights. */
    public ModelMetadata withOrigin(String howTrained, String digest) {
        return new ModelMetadata(
                names,
                stride,
                task,
                height,
                width,
                preprocessing,
                decode,
                selection,
                losses,
                howTrained,
                digest,
                version);
    }

    /** The same detector with another output and input. */
    public ModelMetadata withForm(Decode form, Optional<Selection> chosen, Preprocessing input) {
        return new ModelMetadata(
                names, stride, task, height, width, input, form, chosen, losses, training, weightsDigest, version);
    }

    /** The facts as they stand in the file. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("names", PythonLiterals.dictionary(names));
        map.put("stride", Integer.toString(stride));
        map.put("task", task);
        map.put("imgsz", "[" + height + ", " + width + "]");
        map.put("color_order", preprocessing.colorOrder());
        map.put("value_range", "[" + preprocessing.rangeLow() + ", " + preprocessing.rangeHigh() + "]");
        map.put("padding_value", Integer.toString(preprocessing.paddingValue()));
        map.put("placement", preprocessing.placement());
        map.put("resize", preprocessing.resize());
        map.put("preprocessing", preprocessing.inFile() ? IN_FILE : OUTSIDE);
        map.put("strides", Arrays.toString(AnchorGrid.strides()));
        map.put("decode", decode.lowerName());
        selection.ifPresent(chosen -> {
            map.put("confidence", Double.toString(chosen.confidence()));
            map.put("iou_threshold", Double.toString(chosen.iouThreshold()));
            map.put("max_detections", Integer.toString(chosen.most()));
        });
        map.put("losses", losses);
        map.put("training", training);
        map.put(WEIGHTS_DIGEST, weightsDigest);
        map.put("version", version);
        return map;
    }

    /**
     * Reads the facts of a file.
     *
     * @throws IllegalArgumentException if one is missing or cannot be read; the message names its key
     */
    public static ModelMetadata of(Map<String, String> map) {
        int[] size = pair(map, "imgsz");
        int[] range = pair(map, "value_range");
        Preprocessing preprocessing = new Preprocessing(
                text(map, "color_order"),
                range[0],
                range[1],
                number(map, "padding_value"),
                text(map, "placement"),
                text(map, "resize"),
                map.getOrDefault("preprocessing", OUTSIDE).equals(IN_FILE));
        Decode decode = decode(text(map, "decode"));
        return new ModelMetadata(
                PythonLiterals.names(text(map, "names")),
                number(map, "stride"),
                text(map, "task"),
                size[0],
                size[1],
                preprocessing,
                decode,
                decode.selects()
                        ? Optional.of(new Selection(
                                real(map, "confidence"), real(map, "iou_threshold"), number(map, "max_detections")))
                        : Optional.empty(),
                text(map, "losses"),
                map.getOrDefault("training", NOT_SAID),
                map.getOrDefault(WEIGHTS_DIGEST, NOT_SAID),
                text(map, "version"));
    }

    private static Decode decode(String text) {
        for (Decode decode : Decode.values()) {
            if (decode.lowerName().equals(text)) {
                return decode;
            }
        }
        throw new IllegalArgumentException("metadata decode: expected "
                + Arrays.stream(Decode.values()).map(Decode::lowerName).collect(Collectors.joining(", ")) + ", got "
                + text);
    }

    private static String text(Map<String, String> map, String key) {
        String text = map.get(key);
        if (text == null) {
            throw new IllegalArgumentException("metadata has no key " + key + "; it has "
                    + map.keySet().stream().sorted().collect(Collectors.joining(", ", "[", "]")));
        }
        return text;
    }

    private static double real(Map<String, String> map, String key) {
        String text = text(map, key);
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("metadata " + key + ": expected a number, got " + text, e);
        }
    }

    private static int number(Map<String, String> map, String key) {
        String text = text(map, key);
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("metadata " + key + ": expected a whole number, got " + text, e);
        }
    }

    /** Two whole numbers as {@code [a, b]}. */
    private static int[] pair(Map<String, String> map, String key) {
        String text = text(map, key);
        if (!text.matches("\\s*\\[\\s*-?\\d{1,9}\\s*,\\s*-?\\d{1,9}\\s*]\\s*")) {
            throw new IllegalArgumentException("metadata " + key + ": expected [number, number], got " + text);
        }
        return Arrays.stream(text.replaceAll("[\\[\\]\\s]", "").split(","))
                .mapToInt(Integer::parseInt)
                .toArray();
    }
}
