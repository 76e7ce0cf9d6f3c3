package io.github.yolox4j.train.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.detection.box.Box;
import io.github.yolox4j.train.assign.TargetObject;
import io.github.yolox4j.train.data.Fixtures;
import io.github.yolox4j.train.data.LabeledBox;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingSampleTest {

    @Test
    void boxes_are_centres_in_pixels_of_the_input() {
        TrainingSample sample =
                TrainingSample.of(scene(LabeledBox.ofCorners(2, 20, 10, 60, 30)), 32, 64, TrainingSample.MAX_BOXES);

        // 100 x 50 into 64 x 32: both sides ask for 0.64.
        assertThat(sample.boxes()).hasSize(1);
        TargetObject box = sample.boxes().get(0);
        assertThat(box.classId()).isEqualTo(2);
        assertThat(new double[] {box.centerX(), box.centerY(), box.width(), box.height()})
                .containsExactly(new double[] {40 * 0.64, 20 * 0.64, 40 * 0.64, 20 * 0.64}, within(1e-12));
        assertThat(sample.input().width()).isEqualTo(64);
        assertThat(sample.input().height()).isEqualTo(32);
    }

    @Test
    void boxes_are_cut_at_the_images_edges() {
        TrainingSample sample =
                TrainingSample.of(scene(LabeledBox.ofCorners(0, -20, -5, 200, 70)), 50, 100, TrainingSample.MAX_BOXES);

        assertThat(sample.boxes()).containsExactly(new TargetObject(0, 50, 25, 100, 50));
    }

    @Test
    void a_side_of_one_input_pixel_or_less_is_left_out() {
        TrainingSample sample = TrainingSample.of(
                scene(
                        LabeledBox.ofCorners(0, 10, 10, 12, 40),
                        LabeledBox.ofCorners(0, 10, 10, 40, 12),
                        LabeledBox.ofCorners(1, 10, 10, 12.1, 40),
                        LabeledBox.ofCorners(0, 99, 10, 140, 40)),
                25,
                50,
                TrainingSample.MAX_BOXES);

        assertThat(sample.boxes()).extracting(TargetObject::classId).containsExactly(1);
    }

    @Test
    void crowds_are_left_out_and_difficult_objects_kept() {
        TrainingSample sample = TrainingSample.of(
                scene(
                        new LabeledBox(0, new Box(1, 1, 30, 30), true, false, 1),
                        new LabeledBox(1, new Box(1, 1, 30, 30), false, true, 1)),
                50,
                100,
                TrainingSample.MAX_BOXES);

        assertThat(sample.boxes()).extracting(TargetObject::classId).containsExactly(1);
    }

    @Test
    void fifty_objects_are_the_most() {
        LabeledBox box = LabeledBox.ofCorners(0, 1, 1, 30, 30);

        TrainingSample sample = TrainingSample.of(
                scene(Collections.nCopies(60, box).toArray(new LabeledBox[0])), 50, 100, TrainingSample.MAX_BOXES);

        assertThat(sample.boxes()).hasSize(50);
    }

    private static Scene scene(LabeledBox... boxes) {
        return new Scene(Fixtures.noise(100, 50, 1), List.of(boxes));
    }
}
