package io.github.yolox4j.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.detection.box.Detection;
import java.util.ArrayList;
import java.util.List;

/**
 * The same detections up to rounding. Rounding may also exchange neighbours of almost equal score: the order is left
 * out.
 */
final class DetectionsAssert {

    private DetectionsAssert() {}

    static void assertClose(List<Detection> actual, List<Detection> expected, double score, double pixels) {
        assertThat(actual).hasSameSizeAs(expected).isNotEmpty();
        List<Detection> left = new ArrayList<>(actual);
        for (Detection e : expected) {
            Detection same = left.stream()
                    .filter(a -> isClose(a, e, score, pixels))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("expected " + e + " within " + score + " of the score and "
                            + pixels + " pixels, left are " + left));
            left.remove(same);
        }
    }

    private static boolean isClose(Detection a, Detection e, double score, double pixels) {
        return a.classId() == e.classId()
                && Math.abs(a.score() - e.score()) <= score
                && Math.abs(a.x1() - e.x1()) <= pixels
                && Math.abs(a.y1() - e.y1()) <= pixels
                && Math.abs(a.x2() - e.x2()) <= pixels
                && Math.abs(a.y2() - e.y2()) <= pixels;
    }
}
