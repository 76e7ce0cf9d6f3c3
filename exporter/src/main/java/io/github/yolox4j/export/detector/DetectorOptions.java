package io.github.yolox4j.export.detector;

import io.github.yolox4j.detection.metadata.ModelMetadata;
import io.github.yolox4j.detection.metadata.ModelMetadata.Form;
import io.github.yolox4j.detection.metadata.Selection;
import io.github.yolox4j.export.ExportOptions;
import io.github.yolox4j.onnx.Opset;
import io.github.yolox4j.onnx.file.OnnxHeader;
import io.github.yolox4j.onnx.tensor.Dim;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a detector is exported.
 *
 * @param form what the file gives
 * @param selection which detections, for the forms that select
 * @param batch fixed, or named and chosen at run time
 * @param input what the file is fed
 * @param opset version of the standard operators
 * @param names of the file's input and outputs
 */
public record DetectorOptions(
        Form form, Selection selection, Dim batch, InputForm input, Opset opset, PortNames names) {

    private static final String BATCH = "batch";
    private static final String INPUT = "input";
    private static final String OPSET = "opset";
    private static final String ANY = "dynamic";
    private static final List<String> DETECTIONS = List.of("num_dets", "det_boxes", "det_scores", "det_classes");

    /**
     * Names in the file.
     *
     * @param input of the input
     * @param outputs of the outputs, as many as the form has
     */
    public record PortNames(String input, List<String> outputs) {

        public PortNames {
            outputs = List.copyOf(outputs);
            if (outputs.contains(input) || new HashSet<>(outputs).size() < outputs.size()) {
                throw new IllegalArgumentException(
                        "input and outputs need different names, got " + input + " and " + outputs);
            }
        }
    }

    public DetectorOptions {
        if (names.outputs().size() != defaultNames(form).size()) {
            throw new IllegalArgumentException("form " + form.lowerName() + " has "
                    + defaultNames(form).size() + " outputs, like " + defaultNames(form) + ", got the names "
                    + names.outputs());
        }
        if (input.isImage() && form == Form.RAW) {
            throw new IllegalArgumentException(
                    "a file that letterboxes images returns boxes in image pixels, so its form must be decoded, "
                            + "nms or detections, got raw");
        }
    }

    /** Form {@code form}, any batch, fixed size, the usual names. */
    public static DetectorOptions of(Form form) {
        return new DetectorOptions(
                form,
                Selection.DEFAULT,
                Dim.named(BATCH),
                InputForm.FIXED,
                Opset.DEFAULT,
                new PortNames(ExportOptions.INPUT, defaultNames(form)));
    }

    /** What {@link #of(OnnxHeader)} reads and {@link ModelMetadata} does not hold. */
    Map<String, String> toMap() {
        return Map.of(
                BATCH,
                batch.isFixed() ? Long.toString(batch.size()) : ANY,
                INPUT,
                input.name().toLowerCase(Locale.ROOT),
                OPSET,
                opset.toString());
    }

    /**
     * The options that a file was exported with.
     *
     * @throws IllegalArgumentException if a fact is missing or cannot be read; the message names its key
     */
    public static DetectorOptions of(OnnxHeader header) {
        ModelMetadata facts = ModelMetadata.of(header.metadata());
        String batch = fact(header, BATCH, "\\d{1,6}|" + ANY);
        String input = fact(
                header,
                INPUT,
                Arrays.stream(InputForm.values())
                        .map(form -> form.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining("|")));
        if (header.inputs().size() != 1) {
            throw new IllegalArgumentException("a detector has one input, the file has " + header.inputs());
        }
        return new DetectorOptions(
                facts.form(),
                facts.selection().orElse(Selection.DEFAULT),
                batch.equals(ANY) ? Dim.named(BATCH) : Dim.of(Long.parseLong(batch)),
                InputForm.valueOf(input.toUpperCase(Locale.ROOT)),
                new Opset(Integer.parseInt(fact(header, OPSET, "\\d{1,3}"))),
                new PortNames(header.inputs().get(0), header.outputs()));
    }

    private static String fact(OnnxHeader header, String key, String form) {
        String value = header.metadata().getOrDefault(key, "");
        if (!value.matches(form)) {
            throw new IllegalArgumentException("metadata " + key + ": expected " + form + ", got '" + value + "'");
        }
        return value;
    }

    /** The usual names of a form's outputs. */
    public static List<String> defaultNames(Form form) {
        return form == Form.DETECTIONS ? DETECTIONS : List.of(ExportOptions.OUTPUT);
    }

    public DetectorOptions withSelection(Selection other) {
        return new DetectorOptions(form, other, batch, input, opset, names);
    }

    /** A batch of exactly {@code n}. */
    public DetectorOptions withBatch(int n) {
        return new DetectorOptions(form, selection, Dim.of(n), input, opset, names);
    }

    public DetectorOptions withInput(InputForm other) {
        return new DetectorOptions(form, selection, batch, other, opset, names);
    }

    public DetectorOptions withOpset(Opset other) {
        return new DetectorOptions(form, selection, batch, input, other, names);
    }

    public DetectorOptions withNames(String nameOfInput, List<String> namesOfOutputs) {
        return new DetectorOptions(form, selection, batch, input, opset, new PortNames(nameOfInput, namesOfOutputs));
    }
}
