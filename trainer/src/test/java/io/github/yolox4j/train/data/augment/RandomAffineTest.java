package io.github.yolox4j.train.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.detection.box.Box;
import io.github.yolox4j.detection.image.opencv.AffineMap;
import io.github.yolox4j.train.data.LabeledBox;
import io.github.yolox4j.train.data.batch.Scene;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RandomAffineTest {

    private static final ScaleRange SAME = new ScaleRange(1, 1);

    /**
     * Each movement alone, then all of them. Corners of a turned block are thin: half a pixel more of them goes unseen.
     */
    @ParameterizedTest(name = "rotation {0}, shift {1}, scale {2} to {3}, shear {4}")
    @CsvSource({
        "0, 0, 1, 1, 0, 0.01",
        "0, 0.4, 1, 1, 0, 0.6",
        "0, 0, 0.1, 3, 0, 0.6",
        "30, 0, 1, 1, 0, 1.6",
        "0, 0, 1, 1, 20, 1.6",
        "10, 0.1, 0.5, 2, 2, 1.6"
    })
    void the_box_follows_the_block(
            double degrees, double translate, double smallest, double largest, double shear, double tolerance) {
        RandomAffine affine = new RandomAffine(degrees, translate, new ScaleRange(smallest, largest), shear);
        SplittableRandom random = new SplittableRandom(1);
        int seen = 0;
        for (int i = 0; i < 60; i++) {
            Scene moved = affine.apply(Marked.scene(200, 200, 40, 30, 110, 100), new Frame(160, 120), random);
            LabeledBox box = moved.boxes().get(0);

            assertThat(moved.image().width()).isEqualTo(160);
            assertThat(moved.image().height()).isEqualTo(120);
            assertThat(box.box().x1()).isBetween(0.0, box.box().x2());
            assertThat(box.box().y1()).isBetween(0.0, box.box().y2());
            assertThat(box.box().x2()).isLessThanOrEqualTo(160);
            assertThat(box.box().y2()).isLessThanOrEqualTo(120);
            // Where an edge of the frame cuts the block, the box around its corners is larger than what is left of it.
            if (box.box().x1() > 0
                    && box.box().y1() > 0
                    && box.box().x2() < 160
                    && box.box().y2() < 120) {
                LabeledBox found = Marked.find(moved.image(), Marked.BRIGHT);
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
                                within(tolerance));
                seen++;
            }
        }
        assertThat(seen).as("blocks that were wholly in the frame").isGreaterThan(10);
    }

    @Test
    void the_map_is_rotation_and_scale_then_shear_then_shift() {
        RandomAffine affine = new RandomAffine(30, 0.2, new ScaleRange(0.5, 1.5), 10);
        AffineMap map = affine.draw(new Frame(100, 50), new SplittableRandom(3));

        SplittableRandom same = new SplittableRandom(3);
        double angle = Math.toRadians(30 * (2 * same.nextDouble() - 1));
        double scale = 0.5 + same.nextDouble();
        double kx = Math.tan(Math.toRadians(10 * (2 * same.nextDouble() - 1)));
        double ky = Math.tan(Math.toRadians(10 * (2 * same.nextDouble() - 1)));
        double right = 0.2 * 100 * (2 * same.nextDouble() - 1);
        double down = 0.2 * 50 * (2 * same.nextDouble() - 1);
        // The point (7, 11), turned against the clock as seen, then each coordinate moved along by the other.
        double turnedX = scale * (7 * Math.cos(angle) + 11 * Math.sin(angle));
        double turnedY = scale * (11 * Math.cos(angle) - 7 * Math.sin(angle));
        assertThat(map.x(7, 11)).isCloseTo(turnedX + ky * turnedY + right, within(1e-9));
        assertThat(map.y(7, 11)).isCloseTo(turnedY + kx * turnedX + down, within(1e-9));
    }

    @Test
    void what_shows_nothing_is_grey() {
        Scene moved = new RandomAffine(0, 0, new ScaleRange(0.5, 0.5), 0)
                .apply(Marked.scene(100, 100, 10, 10, 20, 20), new Frame(100, 100), new SplittableRandom(1));

        assertThat(moved.image().get(99, 99, 0)).isEqualTo(114);
        assertThat(moved.image().get(40, 40, 0)).isZero();
    }

    @Test
    void a_box_that_leaves_the_frame_has_no_area() {
        Scene moved = new RandomAffine(0, 0, SAME, 0)
                .apply(Marked.scene(100, 100, 60, 10, 90, 40), new Frame(50, 50), new SplittableRandom(1));

        assertThat(moved.boxes().get(0)).isEqualTo(new LabeledBox(0, new Box(50, 10, 50, 40), false, false, 0));
    }
}
