package io.github.yolox4j.train.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.detection.box.Box;
import io.github.yolox4j.detection.image.opencv.HsvShift;
import io.github.yolox4j.train.data.Fixtures;
import io.github.yolox4j.train.data.LabeledBox;
import io.github.yolox4j.train.data.batch.Scene;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TransformTest {

    private final Scene scene =
            new Scene(Fixtures.noise(20, 10, 1), List.of(new LabeledBox(3, new Box(2, 1, 7, 9), true, true, 11)));

    @Test
    void a_flip_moves_pixels_and_boxes_together() {
        Scene flipped = scene.mirrored();

        assertThat(flipped.boxes()).containsExactly(new LabeledBox(3, new Box(13, 1, 18, 9), true, true, 11));
        for (int y = 1; y < 9; y++) {
            for (int x = 2; x < 7; x++) {
                assertThat(flipped.image().get(19 - x, y, 1))
                        .isEqualTo(scene.image().get(x, y, 1));
            }
        }
    }

    @Test
    void a_vertical_flip_moves_pixels_and_boxes_together() {
        Scene low = new Scene(scene.image(), List.of(new LabeledBox(3, new Box(2, 6, 7, 9), true, true, 11)));
        Scene flipped = low.mirroredVertically();

        assertThat(flipped.boxes()).containsExactly(new LabeledBox(3, new Box(2, 1, 7, 4), true, true, 11));
        for (int y = 0; y < 10; y++) {
            for (int x = 0; x < 20; x++) {
                assertThat(flipped.image().get(x, 9 - y, 2))
                        .isEqualTo(scene.image().get(x, y, 2));
            }
        }
    }

    @Test
    void flipping_twice_gives_the_scene_back() {
        for (Scene back :
                List.of(scene.mirrored().mirrored(), scene.mirroredVertically().mirroredVertically())) {
            assertThat(back.boxes()).isEqualTo(scene.boxes());
            assertThat(back.image().pixels()).isEqualTo(scene.image().pixels());
        }
    }

    @Test
    void a_chance_of_one_half_comes_up_every_second_time() {
        SplittableRandom random = new SplittableRandom(5);
        int flipped = 0;
        for (int i = 0; i < 2000; i++) {
            flipped += Chance.of(0.5, random) ? 1 : 0;
        }
        assertThat(flipped).isCloseTo(1000, within(100));
        assertThat(Chance.of(0, random)).isFalse();
    }

    @Test
    void what_is_certain_draws_no_number() {
        SplittableRandom random = new SplittableRandom(5);
        assertThat(Chance.of(0, random)).isFalse();
        assertThat(Chance.of(1, random)).isTrue();
        assertThat(random.nextLong()).isEqualTo(new SplittableRandom(5).nextLong());
    }

    @Test
    void shifts_stay_within_their_gains_and_are_off_half_the_time() {
        SplittableRandom random = new SplittableRandom(6);
        int saturationOff = 0;
        int widest = 0;
        for (int i = 0; i < 4000; i++) {
            HsvShift shift = new HsvJitter(5, 30, 20).draw(random);
            assertThat(shift.hue()).isBetween(-4, 4);
            assertThat(shift.saturation()).isBetween(-29, 29);
            assertThat(shift.value()).isBetween(-19, 19);
            saturationOff += shift.saturation() == 0 ? 1 : 0;
            widest = Math.max(widest, Math.abs(shift.saturation()));
        }
        // Off with 1/2, and truncated to 0 with 1/30 of the rest.
        assertThat(saturationOff / 4000.0).isCloseTo(0.5 + 0.5 / 30, within(0.03));
        assertThat(widest).isEqualTo(29);
    }

    @Test
    void the_jitter_changes_no_box_and_not_the_image_given() {
        byte[] before = scene.image().pixels().clone();
        Scene changed = null;
        for (int seed = 0; changed == null || changed.image() == scene.image(); seed++) {
            changed = new HsvJitter(5, 30, 30).apply(scene, new SplittableRandom(seed));
        }
        assertThat(changed.boxes()).isEqualTo(scene.boxes());
        assertThat(changed.image().pixels()).isNotEqualTo(before);
        assertThat(scene.image().pixels()).isEqualTo(before);
    }
}
