package io.github.yolox4j.train.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.detection.image.ImageCanvas;
import io.github.yolox4j.train.data.LabeledBox;
import io.github.yolox4j.train.data.batch.Scene;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MixUpTest {

    /** Half of what a white block over black is; the padding of the second over black is 57. */
    private static final int LEVEL = 63;

    @Test
    void the_second_scenes_box_follows_its_block() {
        Scene black = new Scene(new ImageCanvas(96, 64, 0).image(), List.of());
        SplittableRandom random = new SplittableRandom(1);
        boolean isEnlarged = false;
        boolean isShrunk = false;
        int seen = 0;
        for (int i = 0; i < 100; i++) {
            Scene mixed = new MixUp(new ScaleRange(0.5, 1.5)).of(black, Marked.scene(40, 32, 8, 10, 28, 26), random);

            assertThat(mixed.image().width()).isEqualTo(96);
            assertThat(mixed.image().height()).isEqualTo(64);
            LabeledBox box = mixed.boxes().get(0);
            if (Math.min(box.box().width(), box.box().height()) > 3) {
                // Its canvas has whole pixels: up to one is missing on the right, and mirrored on the left.
                LabeledBox found = Marked.find(mixed.image(), LEVEL);
                assertThat(new double[] {
                            found.box().x1(),
                            found.box().y1(),
                            found.box().x2(),
                            found.box().y2()
                        })
                        .as("block of %s", box)
                        .containsExactly(
                                new double[] {
                                    box.box().x1(),
                                    box.box().y1(),
                                    box.box().x2(),
                                    box.box().y2()
                                },
                                within(1.6));
                seen++;
            }
            isEnlarged |= box.box().height() > 35;
            isShrunk |= box.box().height() < 25;
        }
        assertThat(seen).isGreaterThan(50);
        assertThat(isEnlarged && isShrunk).isTrue();
    }

    @Test
    void both_scenes_are_seen_half_and_the_boxes_of_both_count() {
        Scene first = Marked.scene(64, 64, 4, 4, 20, 20);
        Scene second = Marked.scene(64, 64, 30, 30, 60, 60);

        Scene mixed = new MixUp(new ScaleRange(1, 1)).of(first, second, new SplittableRandom(2));

        assertThat(mixed.boxes()).hasSize(2).startsWith(first.boxes().get(0));
        assertThat(mixed.image().get(10, 10, 0)).isEqualTo(127);
        LabeledBox other = mixed.boxes().get(1);
        assertThat(mixed.image()
                        .get((int) other.box().x1() + 1, (int) other.box().y1() + 1, 0))
                .isEqualTo(127);
        assertThat(mixed.image().get(25, 25, 0)).isZero();
    }

    @Test
    void beside_a_second_scene_that_is_smaller_the_first_is_darkened() {
        Scene first = new Scene(new ImageCanvas(64, 64, 200).image(), List.of());
        Scene second = new Scene(new ImageCanvas(64, 64, 100).image(), List.of());

        Scene mixed = new MixUp(new ScaleRange(0.5, 0.5)).of(first, second, new SplittableRandom(1));

        assertThat(mixed.image().get(31, 31, 0)).isEqualTo(150);
        assertThat(mixed.image().get(32, 31, 0)).isEqualTo(100);
        assertThat(mixed.image().get(31, 32, 0)).isEqualTo(100);
    }

    @Test
    void every_second_scene_is_mirrored() {
        Scene black = new Scene(new ImageCanvas(64, 64, 0).image(), List.of());
        Scene second = Marked.scene(64, 64, 0, 0, 10, 10);
        SplittableRandom random = new SplittableRandom(4);
        int mirrored = 0;
        for (int i = 0; i < 200; i++) {
            LabeledBox box = new MixUp(new ScaleRange(1, 1))
                    .of(black, second, random)
                    .boxes()
                    .get(0);
            mirrored += box.box().x1() > 32 ? 1 : 0;
        }
        assertThat(mirrored).isBetween(70, 130);
    }
}
