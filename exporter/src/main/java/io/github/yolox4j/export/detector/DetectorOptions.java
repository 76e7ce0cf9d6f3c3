package io.github.yolox4j.export.detector;

import io.github.yolox4j.export.ExportOptions;
import io.github.yolox4j.export.ModelMetadata.Decode;
import io.github.yolox4j.export.Selection;
import io.github.yolox4j.export.onnx.Dim;
import io.github.yolox4j.export.onnx.Opset;
import java.util.HashSet;
import java.util.List;

/**
 * How a detector is exported.
 *
 * @param form what the file gives
 * @param selection which detections, for the forms that select
 * @param batch fixed, or named and chosen at run time
 * @param input what the file is fed
 * @param opset version of the standard operators
 * @param inputName of the file's input
 * @param outputNames of the file's outputs, as many as the form has
 */
public record DetectorOptions(
        Decode form,
        Selection selection,
        Dim batch,
        InputForm input,
        Opset opset,
        String inputName,
        List<String> outputNames) {

    private static final List<String> DETECTIONS = List.of("num_dets", "det_boxes", "det_scores", "det_classes");

    public DetectorOptions {
        outputNames = List.copyOf(outputNames);
        if (outputNames.size() != defaultNames(form).size()) {
            throw new IllegalArgumentException("form " + form.lowerName() + " has "
                    + defaultNames(form).size() + " outputs, like " + defaultNames(form) + ", got the names "
                    + outputNames);
        }
        if (outputNames.contains(inputName) || new HashSet<>(outputNames).size() < outputNames.size()) {
            throw new IllegalArgumentException(
                    "input and outputs need different names, got " + inputName + " and " + outputNames);
        }
        if (input.isImage() && form == Decode.RAW) {
            throw new IllegalArgumentException("a file that letterboxes images gives boxes in their pixels, so its form"
                    + " must be decoded, nms or detections, got raw");
        }
    }

    /** Form {@code form}, any batch, fixed size, the usual names. */
    public static DetectorOptions of(Decode form) {
        return new DetectorOptions(
                form,
                Selection.DEFAULT,
                Dim.named("batch"),
                InputForm.FIXED,
                Opset.DEFAULT,
                ExportOptions.INPUT,
                defaultNames(form));
    }

    /** The usual names of a form's outputs. */
    public static List<String> defaultNames(Decode form) {
        return form == Decode.DETECTIONS ? DETECTIONS : List.of(ExportOptions.OUTPUT);
    }

    public DetectorOptions withSelection(Selection other) {
        return new DetectorOptions(form, other, batch, input, opset, inputName, outputNames);
    }

    /** A batch of exactly {@code n}. */
    public DetectorOptions withBatch(int n) {
        return new DetectorOptions(form, selection, Dim.of(n), input, opset, inputName, outputNames);
    }

    public DetectorOptions withInput(InputForm other) {
        return new DetectorOptions(form, selection, batch, other, opset, inputName, outputNames);
    }

    public DetectorOptions withOpset(Opset other) {
        return new DetectorOptions(form, selection, batch, input, other, inputName, outputNames);
    }

    public DetectorOptions withNames(String nameOfInput, List<String> namesOfOutputs) {
        return new DetectorOptions(form, selection, batch, input, opset, nameOfInput, namesOfOutputs);
    }
}
