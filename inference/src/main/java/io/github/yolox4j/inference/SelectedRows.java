package io.github.yolox4j.inference;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.decode.Postprocessing;
import io.github.yolox4j.ort.Shapes;
import java.nio.Buffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One output {@code [n, 7]} of detections that the file has selected: batch, x1, y1, x2, y2, score, class. */
final class SelectedRows implements OutputForm {

    private static final int NUMBERS = 7;

    private final String output;
    private final double confidence;

    /**
     * @throws IllegalArgumentException if the outputs are others
     */
    SelectedRows(Postprocessing postprocessing, Map<String, TensorInfo> outputs) {
        this.output = outputs.keySet().iterator().next();
        this.confidence = postprocessing.confidence();
        TensorInfo declared = outputs.get(output);
        long[] shape = declared.getShape();
        if (outputs.size() != 1
                || declared.type != OnnxJavaType.FLOAT
                || shape.length != 2
                || !Shapes.fits(shape[1], NUMBERS)) {
            throw new IllegalArgumentException(
                    "expected one output FLOAT[detections, " + NUMBERS + "], the file has " + Shapes.describe(outputs));
        }
    }

    @Override
    public Map<String, long[]> knownShapes(int batch) {
        return Map.of();
    }

    @Override
    public List<List<Detection>> read(Map<String, Buffer> outputs, int images) {
        List<List<Detection>> found = new ArrayList<>();
        for (int i = 0; i < images; i++) {
            found.add(new ArrayList<>());
        }
        FloatBuffer rows = (FloatBuffer) outputs.get(output);
        for (int at = 0; at + NUMBERS <= rows.limit(); at += NUMBERS) {
            int image = (int) rows.get(at);
            double score = rows.get(at + 5);
            if (image < images && score >= confidence) {
                found.get(image)
                        .add(new Detection(
                                (int) rows.get(at + 6),
                                score,
                                rows.get(at + 1),
                                rows.get(at + 2),
                                rows.get(at + 3),
                                rows.get(at + 4)));
            }
        }
        return found;
    }
}
