package io.github.yolox4j.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.model.decode.Detection;
import java.util.List;

/** The same detections, in the same order, up to rounding. */
final class DetectionsAssert {

    private DetectionsAssert() {}

    static void assertClose(List<Detection> actual, List<Detection> expected, double score, double pixels) {
        assertThat(actual).hasSameSizeAs(expected).isNotEmpty();
        for (int i = 0; i < expected.size(); i++) {
            Detection a = actual.get(i);
            Detection e = expected.get(i);
            assertThat(a.classId()).as("class of %s", e).isEqualTo(e.classId());
            assertThat(a.score()).as("score of %s", e).isCloseTo(e.score(), within(score));
            assertThat(new double[] {a.x1(), a.y1(), a.x2(), a.y2()})
                    .as("box of %s", e)
                    .containsExactly(new double[] {e.x1(), e.y1(), e.x2(), e.y2()}, within(pixels));
        }
    }
}
