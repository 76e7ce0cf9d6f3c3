package io.github.yolox4j.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.box.Nms;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example of README.md. */
class ReadmeTest {

    @Test
    void the_lower_of_two_overlapping_detections_goes() {
        Detection cat = new Detection(0, 0.9, 10, 10, 50, 50);
        Detection again = new Detection(0, 0.6, 12, 12, 52, 52);
        double iou = cat.box().iou(again.box()); // 0.82
        List<Detection> kept = Nms.keep(List.of(again, cat), 0.65);

        assertThat(iou).isBetween(0.82, 0.83);
        assertThat(kept).containsExactly(cat);
    }
}
