package io.github.yolox4j.detection.image;

import io.github.yolox4j.detection.image.opencv.OpenCvBackend;
import java.util.List;

/** The backends that tests run over. OpenCV is on the test class path. */
final class Backends {

    static final ImageBackend JAVA = new JavaBackend();
    static final ImageBackend OPENCV = new OpenCvBackend();

    private Backends() {}

    static List<ImageBackend> all() {
        return List.of(JAVA, OPENCV);
    }

    /** The largest difference of two values of the same place. */
    static int largestDifference(BgrImage a, BgrImage b) {
        if (a.width() != b.width() || a.height() != b.height()) {
            throw new AssertionError(
                    "sizes differ: " + a.width() + " x " + a.height() + " and " + b.width() + " x " + b.height());
        }
        int largest = 0;
        for (int i = 0; i < a.pixels().length; i++) {
            largest = Math.max(largest, Math.abs((a.pixels()[i] & 0xff) - (b.pixels()[i] & 0xff)));
        }
        return largest;
    }
}
