package io.github.yolox4j.verify.export;

import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.decode.SelectedRow;
import io.github.yolox4j.detection.metadata.ModelMetadata.Form;
import io.github.yolox4j.onnx.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The outputs of a file that selects detections, as detections per image. */
final class FoundDetections {

    private static final int BOX = 4;

    private FoundDetections() {}

    static List<List<Detection>> of(Form form, List<Tensor> outputs, int batch) {
        return form == Form.NMS ? ofRows(outputs.get(0), batch) : perImage(outputs, batch);
    }

    /** From rows batch, x1, y1, x2, y2, score, class. */
    private static List<List<Detection>> ofRows(Tensor rows, int batch) {
        require(rows.shape().length == 2 && rows.shape()[1] == SelectedRow.WIDTH, "rows [n, 7], got " + rows);
        float[] v = rows.floats();
        for (int at = 0; at < v.length; at += SelectedRow.WIDTH) {
            int image = (int) v[at];
            require(image >= 0 && image < batch, "images 0 to " + (batch - 1) + ", a row says " + v[at]);
        }
        return SelectedRow.detections(FloatBuffer.wrap(v), batch);
    }

    /** From number, boxes, scores and classes per image; empty places hold zeros. */
    private static List<List<Detection>> perImage(List<Tensor> outputs, int batch) {
        long most = outputs.get(2).shape()[1];
        require(
                Arrays.equals(outputs.get(0).shape(), new long[] {batch, 1})
                        && Arrays.equals(outputs.get(1).shape(), new long[] {batch, most, BOX})
                        && Arrays.equals(outputs.get(2).shape(), new long[] {batch, most})
                        && Arrays.equals(outputs.get(3).shape(), new long[] {batch, most}),
                "[" + batch + ", 1], boxes, scores and classes of " + batch + " images, got " + outputs);
        List<List<Detection>> found =
                Stream.<List<Detection>>generate(ArrayList::new).limit(batch).toList();
        double[] counts = outputs.get(0).doubles();
        double[] boxes = outputs.get(1).doubles();
        double[] scores = outputs.get(2).doubles();
        double[] classes = outputs.get(3).doubles();
        for (int i = 0; i < batch * most; i++) {
            int image = (int) (i / most);
            Detection detection = new Detection(
                    (int) classes[i],
                    scores[i],
                    boxes[BOX * i],
                    boxes[BOX * i + 1],
                    boxes[BOX * i + 2],
                    boxes[BOX * i + 3]);
            if (i % most < counts[image]) {
                found.get(image).add(detection);
            } else {
                require(detection.equals(new Detection(0, 0, 0, 0, 0, 0)), "zeros in empty places, got " + detection);
            }
        }
        return found;
    }

    private static void require(boolean holds, String needed) {
        if (!holds) {
            throw new IllegalArgumentException("the detections must be " + needed);
        }
    }
}
