package io.github.yolox4j.inference;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.OutputDecoder;
import io.github.yolox4j.detection.decode.Postprocessing;
import io.github.yolox4j.detection.decode.RowLayout;
import io.github.yolox4j.detection.decode.SelectedRow;
import io.github.yolox4j.detection.metadata.ModelMetadata;
import io.github.yolox4j.ort.Shapes;
import java.nio.Buffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How detections stand in the outputs of a file; one member for each kind of output. Immutable. */
sealed interface OutputReader {

    /**
     * The form that a file's facts name.
     *
     * @param outputs as the file declares them
     * @throws IllegalArgumentException if the outputs are not of that form; the message says what was expected
     */
    static OutputReader of(ModelMetadata facts, Postprocessing postprocessing, Map<String, TensorInfo> outputs) {
        return switch (facts.form()) {
            case RAW, DECODED -> AnchorRows.of(facts.decoder(postprocessing), outputs);
            case NMS -> SelectedRows.of(postprocessing.confidence(), outputs);
            case DETECTIONS -> SelectedPerImage.of(postprocessing.confidence(), outputs);
        };
    }

    /** Shapes, by name, of those outputs of floats whose size is known before the run: they can be written in place. */
    default Map<String, long[]> knownShapes(int batch) {
        return Map.of();
    }

    /**
     * The detections of the first {@code images} images of a batch, in pixels of the network's input.
     *
     * @param outputs of a run, by name
     */
    List<List<Detection>> read(Map<String, Buffer> outputs, int images);

    /** One output of a row for each anchor, see {@link RowLayout}; suppression is still to be done. */
    record AnchorRows(String output, OutputDecoder decoder) implements OutputReader {

        static AnchorRows of(OutputDecoder decoder, Map<String, TensorInfo> outputs) {
            AnchorGrid grid = decoder.grid();
            RowLayout layout = decoder.layout();
            String expected = "one output FLOAT[batch, " + grid.size() + ", " + layout.width() + "] for "
                    + layout.classes() + " classes and an input of " + grid.height() + " x " + grid.width() + " pixels";
            long[] shape = {Shapes.OPEN, grid.size(), layout.width()};
            return new AnchorRows(Shapes.requireOne(outputs, OnnxJavaType.FLOAT, shape, expected), decoder);
        }

        @Override
        public Map<String, long[]> knownShapes(int batch) {
            return Map.of(
                    output,
                    new long[] {batch, decoder.grid().size(), decoder.layout().width()});
        }

        @Override
        public List<List<Detection>> read(Map<String, Buffer> outputs, int images) {
            return decoder.detections((FloatBuffer) outputs.get(output), images);
        }
    }

    /** One output {@code [n, 7]} of detections that the file has selected, see {@link SelectedRow}. */
    record SelectedRows(String output, double confidence) implements OutputReader {

        static SelectedRows of(double confidence, Map<String, TensorInfo> outputs) {
            String expected = "one output FLOAT[detections, " + SelectedRow.WIDTH + "]";
            long[] shape = {Shapes.OPEN, SelectedRow.WIDTH};
            return new SelectedRows(Shapes.requireOne(outputs, OnnxJavaType.FLOAT, shape, expected), confidence);
        }

        @Override
        public List<List<Detection>> read(Map<String, Buffer> outputs, int images) {
            List<List<Detection>> found = SelectedRow.detections((FloatBuffer) outputs.get(output), images);
            found.forEach(ofImage -> ofImage.removeIf(detection -> detection.score() < confidence));
            return found;
        }
    }

    /**
     * Four outputs of detections that the file has selected, K places per image: how many are taken {@code [batch, 1]},
     * boxes {@code [batch, K, 4]}, scores {@code [batch, K]}, classes {@code [batch, K]}.
     */
    record SelectedPerImage(List<String> names, double confidence) implements OutputReader {

        private static final List<OnnxJavaType> TYPES =
                List.of(OnnxJavaType.INT32, OnnxJavaType.FLOAT, OnnxJavaType.FLOAT, OnnxJavaType.INT32);
        private static final int BOX = 4;

        static SelectedPerImage of(double confidence, Map<String, TensorInfo> outputs) {
            List<OnnxJavaType> found =
                    outputs.values().stream().map(declared -> declared.type).toList();
            if (!found.equals(TYPES)) {
                throw new IllegalArgumentException("expected outputs INT32[batch, 1], FLOAT[batch, K, 4],"
                        + " FLOAT[batch, K], INT32[batch, K], the file has " + Shapes.describe(outputs));
            }
            return new SelectedPerImage(List.copyOf(outputs.keySet()), confidence);
        }

        @Override
        public List<List<Detection>> read(Map<String, Buffer> outputs, int images) {
            IntBuffer taken = (IntBuffer) outputs.get(names.get(0));
            FloatBuffer boxes = (FloatBuffer) outputs.get(names.get(1));
            FloatBuffer scores = (FloatBuffer) outputs.get(names.get(2));
            IntBuffer classes = (IntBuffer) outputs.get(names.get(3));
            int places = scores.limit() / taken.limit();
            List<List<Detection>> found = new ArrayList<>();
            for (int image = 0; image < images; image++) {
                List<Detection> ofImage = new ArrayList<>();
                for (int place = 0; place < taken.get(image); place++) {
                    int at = image * places + place;
                    if (scores.get(at) >= confidence) {
                        ofImage.add(new Detection(
                                classes.get(at),
                                scores.get(at),
                                boxes.get(BOX * at),
                                boxes.get(BOX * at + 1),
                                boxes.get(BOX * at + 2),
                                boxes.get(BOX * at + 3)));
                    }
                }
                found.add(ofImage);
            }
            return found;
        }
    }
}
