package io.github.yolox4j.inference;

import ai.onnxruntime.TensorInfo;
import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.decode.Postprocessing;
import io.github.yolox4j.detection.metadata.ModelMetadata;
import java.nio.Buffer;
import java.util.List;
import java.util.Map;

/** How detections stand in the outputs of a file; one member for each kind of output. Immutable. */
sealed interface OutputForm permits AnchorRows, SelectedRows, SelectedPerImage {

    /**
     * The form that a file's facts name.
     *
     * @param outputs as the file declares them
     * @throws IllegalArgumentException if the outputs are not of that form; the message says what was expected
     */
    static OutputForm of(ModelMetadata facts, Postprocessing postprocessing, Map<String, TensorInfo> outputs) {
        return switch (facts.decode()) {
            case RAW, DECODED -> new AnchorRows(facts.decoder(postprocessing), outputs);
            case NMS -> new SelectedRows(postprocessing, outputs);
            case DETECTIONS -> new SelectedPerImage(postprocessing, outputs);
        };
    }

    /** Shapes, by name, of those outputs of floats whose size is known before the run: they can be written in place. */
    Map<String, long[]> knownShapes(int batch);

    /**
     * The detections of the first {@code images} images of a batch, in pixels of the network's input.
     *
     * @param outputs of a run, by name
     */
    List<List<Detection>> read(Map<String, Buffer> outputs, int images);
}
