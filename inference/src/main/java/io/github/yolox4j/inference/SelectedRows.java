package io.github.yolox4j.inference;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.decode.Postprocessing;
import io.github.yolox4j.detection.decode.SelectedRow;
import io.github.yolox4j.ort.Shapes;
import java.nio.Buffer;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;

/** One output {@code [n, 7]} of detections that the file has selected, see {@link SelectedRow}. */
final class SelectedRows implements OutputForm {

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
                || !Shapes.fits(shape[1], SelectedRow.WIDTH)) {
            throw new IllegalArgumentException("expected one output FLOAT[detections, " + SelectedRow.WIDTH
                    + "], the file has " + Shapes.describe(outputs));
        }
    }

    @Override
    public Map<String, long[]> knownShapes(int batch) {
        return Map.of();
    }

    @Override
    public List<List<Detection>> read(Map<String, Buffer> outputs, int images) {
        List<List<Detection>> found = SelectedRow.detections((FloatBuffer) outputs.get(output), images);
        found.forEach(ofImage -> ofImage.removeIf(detection -> detection.score() < confidence));
        return found;
    }
}
