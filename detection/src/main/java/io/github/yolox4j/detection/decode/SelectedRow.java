package io.github.yolox4j.detection.decode;

import io.github.yolox4j.detection.box.Detection;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands in a row of detections that an ONNX file has selected itself, all images' rows in one list: image in the
 * batch, x1, y1, x2, y2, score, class.
 */
public final class SelectedRow {

    /** How many numbers a row has. */
    public static final int WIDTH = 7;

    private static final int IMAGE = 0;
    private static final int BOX = 1;
    private static final int SCORE = 5;
    private static final int CLASS = 6;

    private SelectedRow() {}

    /**
     * The detections of the first {@code images} images, in the order of the rows.
     *
     * @param rows {@code [n, 7]}; a rest that fills no row is left out
     */
    public static List<List<Detection>> detections(FloatBuffer rows, int images) {
        List<List<Detection>> found = new ArrayList<>();
        for (int i = 0; i < images; i++) {
            found.add(new ArrayList<>());
        }
        for (int at = 0; at + WIDTH <= rows.limit(); at += WIDTH) {
            int image = (int) rows.get(at + IMAGE);
            if (image < images) {
                found.get(image)
                        .add(new Detection(
                                (int) rows.get(at + CLASS),
                                rows.get(at + SCORE),
                                rows.get(at + BOX),
                                rows.get(at + BOX + 1),
                                rows.get(at + BOX + 2),
                                rows.get(at + BOX + 3)));
            }
        }
        return found;
    }
}
