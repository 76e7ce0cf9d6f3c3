package io.github.yolox4j.export;

import io.github.yolox4j.detection.metadata.ModelMetadata;
import io.github.yolox4j.onnx.Opset;
import io.github.yolox4j.onnx.tensor.Dim;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How a graph is exported.
 *
 * @param input name of the input in the file
 * @param outputs names of the outputs in the file, one per exported variable
 * @param batch size of axis 0 of the input: fixed, or named and chosen at run time
 * @param inputSizes sizes of the input's other axes; empty takes what the placeholder declares
 * @param opset version of the standard operators
 * @param metadata facts written into the file
 */
public record ExportOptions(
        String input,
        List<String> outputs,
        Dim batch,
        List<Long> inputSizes,
        Opset opset,
        Map<String, String> metadata) {

    /** The field's names for input and output of a detector. */
    public static final String INPUT = "images";

    public static final String OUTPUT = "output";

    public ExportOptions {
        outputs = List.copyOf(outputs);
        inputSizes = List.copyOf(inputSizes);
        metadata = Map.copyOf(metadata);
        if (!(batch instanceof Dim.Named) && !(batch.isFixed() && batch.size() > 0)) {
            throw new IllegalArgumentException("the batch must be a positive number or a name, got " + batch);
        }
        if (inputSizes.stream().anyMatch(size -> size < 1)) {
            throw new IllegalArgumentException("input sizes must be positive: " + inputSizes);
        }
    }

    /** Input {@code images}, output {@code output}, any batch, no metadata. */
    public static ExportOptions dynamicBatch() {
        return new ExportOptions(INPUT, List.of(OUTPUT), Dim.named("batch"), List.of(), Opset.DEFAULT, Map.of());
    }

    /** Input {@code images}, output {@code output}, a batch of {@code n}, no metadata. */
    public static ExportOptions fixedBatch(int n) {
        return new ExportOptions(INPUT, List.of(OUTPUT), Dim.of(n), List.of(), Opset.DEFAULT, Map.of());
    }

    public ExportOptions withNames(String inputName, String... outputNames) {
        return new ExportOptions(inputName, List.of(outputNames), batch, inputSizes, opset, metadata);
    }

    /** Fixes the axes after the batch, {@code 3, 416, 416} for instance. */
    public ExportOptions withInputSizes(long... sizes) {
        return new ExportOptions(
                input, outputs, batch, Arrays.stream(sizes).boxed().toList(), opset, metadata);
    }

    public ExportOptions withOpset(Opset other) {
        return new ExportOptions(input, outputs, batch, inputSizes, other, metadata);
    }

    public ExportOptions withMetadata(Map<String, String> facts) {
        return new ExportOptions(input, outputs, batch, inputSizes, opset, facts);
    }

    public ExportOptions withMetadata(ModelMetadata facts) {
        return withMetadata(facts.toMap());
    }
}
