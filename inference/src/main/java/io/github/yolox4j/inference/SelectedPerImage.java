package io.github.yolox4j.inference;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.decode.Postprocessing;
import io.github.yolox4j.ort.Shapes;
import java.nio.Buffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Four outputs of detections that the file has selected, K places per image: how many are taken {@code [batch, 1]},
 * boxes {@code [batch, K, 4]}, scores {@code [batch, K]}, classes {@code [batch, K]}.
 */
final class SelectedPerImage implements OutputForm {

    private static final List<OnnxJavaType> TYPES =
            List.of(OnnxJavaType.INT32, OnnxJavaType.FLOAT, OnnxJavaType.FLOAT, OnnxJavaType.INT32);
    private static final int BOX = 4;

    private final List<String> names;
    private final double confidence;

    /**
     * @throws IllegalArgumentException if the outputs are others
     */
    SelectedPerImage(Postprocessing postprocessing, Map<String, TensorInfo> outputs) {
        this.names = List.copyOf(outputs.keySet());
        this.confidence = postprocessing.confidence();
        List<OnnxJavaType> found =
                outputs.values().stream().map(declared -> declared.type).toList();
        if (!found.equals(TYPES)) {
            throw new IllegalArgumentException("expected outputs INT32[batch, 1], FLOAT[batch, K, 4], FLOAT[batch, K],"
                    + " INT32[batch, K], the file has " + Shapes.describe(outputs));
        }
    }

    @Override
    public Map<String, long[]> knownShapes(int batch) {
        return Map.of();
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
