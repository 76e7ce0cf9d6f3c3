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

/**
 * What an exported detector says about itself, so that whoever runs the file needs no configuration.
 *
 * <p>The keys {@code names}, {@code stride}, {@code task} and {@code imgsz} are written as the YOLOv5 family writes
 * them (Python literals); the others describe the preprocessing, the output and the training.
 *
 * @param names of the classes, by class index
 * @param task what the model does
 * @param input what the network takes
 * @param output what the file gives
 * @param origin where the weights come from
 */
public record ModelMetadata(List<String> names, Task task, Input input, Output output, Origin origin) {

    /** The key of the weights' digest. */
    public static final String WEIGHTS_DIGEST = "weights_sha256";

    private static final String NOT_SAID = "";
    private static final String IN_FILE = "in the file";
    private static final String OUTSIDE = "outside";
    private static final int LARGEST_STRIDE = 32;

    /** What a model does. */
    public enum Task {
        DETECT;

        private String lowerName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What the network takes.
     *
     * @param stride largest stride of the network in pixels: input sides are multiples of it
     * @param height in pixels
     * @param width in pixels
     * @param preprocessing how an image becomes the input
     */
    public record Input(int stride, int height, int width, Preprocessing preprocessing) {
        public Input {
            if (stride < 1 || height < 1 || width < 1) {
                throw new IllegalArgumentException(
                        "stride, height and width must be positive: " + stride + ", " + height + ", " + width);
            }
        }
    }

    /**
     * What the file gives.
     *
     * @param form what the output holds
     * @param selection which detections the file gives, if it selects
     */
    public record Output(Form form, Optional<Selection> selection) {
        public Output {
            if (form.selects() != selection.isPresent()) {
                throw new IllegalArgumentException("form " + form.lowerName() + " with selection " + selection);
            }
        }
    }

    /**
     * Where the weights come from.
     *
     * @param losses trained with, {@code box=ciou, objectness=bce, class=bce} for instance
     * @param training how they were trained, in one line
     * @param weightsDigest SHA-256 of the weights
     * @param version of the project
     */
    public record Origin(String losses, String training, String weightsDigest, String version) {}

    /** What the output holds. */
    public enum Form {
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

    public ModelMetadata {
        names = List.copyOf(names);
    }

    /** A detector fed as the reference YOLOX is. */
    public static ModelMetadata ofDetector(List<String> names, int height, int width, Form form, String losses) {
        return new ModelMetadata(
                names,
                Task.DETECT,
                new Input(LARGEST_STRIDE, height, width, Preprocessing.yolox()),
                new Output(form, form.selects() ? Optional.of(Selection.DEFAULT) : Optional.empty()),
                new Origin(losses, NOT_SAID, NOT_SAID, ProjectVersion.current()));
    }

    /**
     * Reads the output of such a file.
     *
     * @throws IllegalArgumentException if the file selects detections itself
     */
    public OutputDecoder decoder(Postprocessing postprocessing) {
        AnchorGrid grid = new AnchorGrid(input.height(), input.width());
        return switch (output.form()) {
            case RAW -> OutputDecoder.raw(grid, names.size(), postprocessing);
            case DECODED -> OutputDecoder.decoded(grid, names.size(), postprocessing);
            case NMS, DETECTIONS -> throw new IllegalArgumentException(
                    "a file of the form " + output.form().lowerName() + " gives no rows of anchors");
        };
    }

    /** The same file with a word on how it was trained, and the digest of its weights. */
    public ModelMetadata withOrigin(String howTrained, String digest) {
        return new ModelMetadata(
                names, task, input, output, new Origin(origin.losses(), howTrained, digest, origin.version()));
    }

    /** The same detector with another output and input. */
    public ModelMetadata withForm(Form form, Optional<Selection> chosen, Preprocessing preprocessing) {
        return new ModelMetadata(
                names,
                task,
                new Input(input.stride(), input.height(), input.width(), preprocessing),
                new Output(form, chosen),
                origin);
    }

    /** Height of the input in pixels. */
    public int height() {
        return input.height();
    }

    /** Width of the input in pixels. */
    public int width() {
        return input.width();
    }

    /** How an image becomes the input. */
    public Preprocessing preprocessing() {
        return input.preprocessing();
    }

    /** What the output holds. */
    public Form form() {
        return output.form();
    }

    /** Which detections the file gives, if it selects. */
    public Optional<Selection> selection() {
        return output.selection();
    }

    /** The facts as they stand in the file. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("names", PythonLiterals.dictionary(names));
        map.put("stride", Integer.toString(input.stride()));
        map.put("task", task.lowerName());
        map.put("imgsz", "[" + height() + ", " + width() + "]");
        Preprocessing preprocessing = preprocessing();
        map.put("color_order", preprocessing.colorOrder().toString());
        map.put(
                "value_range",
                "[" + preprocessing.range().low() + ", " + preprocessing.range().high() + "]");
        map.put("padding_value", Integer.toString(preprocessing.paddingValue()));
        map.put("placement", preprocessing.placement().toString());
        map.put("resize", preprocessing.resize().toString());
        map.put("preprocessing", preprocessing.inFile() ? IN_FILE : OUTSIDE);
        map.put("strides", Arrays.toString(AnchorGrid.strides()));
        map.put("decode", form().lowerName());
        selection().ifPresent(chosen -> {
            map.put("confidence", Double.toString(chosen.confidence()));
            map.put("iou_threshold", Double.toString(chosen.iouThreshold()));
            map.put("max_detections", Integer.toString(chosen.most()));
        });
        map.put("losses", origin.losses());
        map.put("training", origin.training());
        map.put(WEIGHTS_DIGEST, origin.weightsDigest());
        map.put("version", origin.version());
        return map;
    }

    /**
     * Reads the facts of a file.
     *
     * @throws IllegalArgumentException if one is missing or cannot be read; the message names its key
     */
    public static ModelMetadata of(Map<String, String> map) {
        Facts facts = new Facts(map);
        int[] size = facts.pair("imgsz");
        Preprocessing preprocessing = preprocessing(facts);
        Output output = output(facts);
        return new ModelMetadata(
                PythonLiterals.names(facts.text("names")),
                facts.oneOf("task", Task.values(), Task::lowerName),
                new Input(facts.number("stride"), size[0], size[1], preprocessing),
                output,
                new Origin(
                        facts.text("losses"),
                        facts.text("training", NOT_SAID),
                        facts.text(WEIGHTS_DIGEST, NOT_SAID),
                        facts.text("version")));
    }

    private static Preprocessing preprocessing(Facts facts) {
        int[] range = facts.pair("value_range");
        return new Preprocessing(
                facts.oneOf("color_order", Preprocessing.ColorOrder.values(), Enum::toString),
                new Preprocessing.PixelRange(range[0], range[1]),
                facts.number("padding_value"),
                facts.oneOf("placement", Preprocessing.Placement.values(), Enum::toString),
                facts.oneOf("resize", Preprocessing.Resize.values(), Enum::toString),
                facts.text("preprocessing", OUTSIDE).equals(IN_FILE));
    }

    private static Output output(Facts facts) {
        Form form = facts.oneOf("decode", Form.values(), Form::lowerName);
        return new Output(
                form,
                form.selects()
                        ? Optional.of(new Selection(
                                facts.real("confidence"), facts.real("iou_threshold"), facts.number("max_detections")))
                        : Optional.empty());
    }
}
