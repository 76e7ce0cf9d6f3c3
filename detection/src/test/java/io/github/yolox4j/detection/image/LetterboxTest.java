package io.github.yolox4j.detection.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.detection.box.Detection;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LetterboxTest {

    /** Scales and sizes as the reference computes them: {@code r = min(h/H, w/W); int(W*r), int(H*r)}. */
    @ParameterizedTest
    @CsvSource({
        "640, 480, 416, 416, 0.65, 416, 312",
        "768, 576, 416, 416, 0.5416666666666666, 416, 312",
        "427, 640, 416, 416, 0.65, 277, 416",
        "500, 333, 640, 640, 1.28, 640, 426",
        "100, 200, 256, 128, 0.64, 64, 128",
        "1000, 1, 32, 32, 0.032, 32, 1"
    })
    void scale_and_size_follow_the_tighter_side(
            int sourceWidth, int sourceHeight, int width, int height, double scale, int scaledWidth, int scaledHeight) {
        Letterbox letterbox = new Letterbox(sourceWidth, sourceHeight, width, height);

        assertThat(letterbox.scale()).isEqualTo(scale);
        assertThat(letterbox.scaledWidth()).isEqualTo(scaledWidth);
        assertThat(letterbox.scaledHeight()).isEqualTo(scaledHeight);
    }

    @Test
    void the_image_lies_at_the_top_left_and_the_rest_is_114() {
        BgrImage input = new Letterbox(64, 32, 96, 96).apply(Pictures.plain(64, 32, 10, 20, 30));

        assertThat(input.width()).isEqualTo(96);
        assertThat(input.height()).isEqualTo(96);
        for (int y = 0; y < 96; y++) {
            for (int x = 0; x < 96; x++) {
                for (int channel = 0; channel < 3; channel++) {
                    assertThat(input.get(x, y, channel)).isEqualTo(y < 48 ? 10 * (channel + 1) : 114);
                }
            }
        }
    }

    @Test
    void an_image_of_the_right_size_is_only_padded() {
        BgrImage image = Pictures.noise(32, 20, 1);

        BgrImage input = Letterbox.of(image, 32, 32).apply(image);

        for (int i = 0; i < image.pixels().length; i++) {
            assertThat(input.pixels()[i]).isEqualTo(image.pixels()[i]);
        }
    }

    @Test
    void halving_interpolates_between_pixels() {
        byte[] pixels = new byte[2 * 2 * 3];
        pixels[0] = 40;
        pixels[3] = 80;
        BgrImage image = new BgrImage(2, 2, pixels);

        assertThat(Letterbox.of(image, 1, 1).apply(image).get(0, 0, 0)).isEqualTo(30);
    }

    @Test
    void detections_go_back_to_the_image() {
        Letterbox letterbox = new Letterbox(640, 480, 416, 416);
        Detection inInput =
                new Detection(2, 0.5, 100 * letterbox.scale(), 50 * letterbox.scale(), 300 * letterbox.scale(), 312);

        Detection back = letterbox.toSource(inInput);

        assertThat(back.classId()).isEqualTo(2);
        assertThat(back.score()).isEqualTo(0.5);
        assertThat(back.x1()).isCloseTo(100, within(1e-9));
        assertThat(back.y1()).isCloseTo(50, within(1e-9));
        assertThat(back.x2()).isCloseTo(300, within(1e-9));
        assertThat(back.y2()).isCloseTo(480, within(1e-9));
    }

    @Test
    void planes_are_blue_green_red_row_by_row() {
        BgrImage image = Pictures.noise(3, 2, 5);
        float[] planes = new float[1 + 18 + 1];

        image.toPlanes(planes, 1);

        assertThat(planes[0]).isZero();
        assertThat(planes[19]).isZero();
        for (int channel = 0; channel < 3; channel++) {
            for (int y = 0; y < 2; y++) {
                for (int x = 0; x < 3; x++) {
                    assertThat(planes[1 + channel * 6 + y * 3 + x]).isEqualTo(image.get(x, y, channel));
                }
            }
        }
        assertThatThrownBy(() -> image.toPlanes(planes, 3)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"20, 10", "10, 20", "16, 16", "40, 64"})
    void planes_of_the_letterboxed_image_are_written_without_making_it(int width, int height) {
        BgrImage image = Pictures.noise(width, height, 6);
        Letterbox letterbox = Letterbox.of(image, 32, 16);
        float[] expected = new float[2 + 3 * 32 * 16];
        letterbox.apply(image).toPlanes(expected, 2);

        FloatBuffer planes = FloatBuffer.allocate(expected.length);
        letterbox.toPlanes(image, planes, 2);

        assertThat(planes.array()).isEqualTo(expected);
    }

    @Test
    void an_image_of_another_size_is_refused() {
        assertThatThrownBy(() -> new Letterbox(64, 32, 96, 96).apply(Pictures.plain(32, 64, 0, 0, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("this letterbox is for images of 64 x 32 pixels, got 32 x 64");
    }

    @Test
    void mirroring_twice_changes_nothing_and_once_exchanges_the_sides() {
        BgrImage image = Pictures.noise(5, 3, 7);

        assertThat(image.mirrored().get(0, 1, 2)).isEqualTo(image.get(4, 1, 2));
        assertThat(image.mirrored().mirrored().pixels()).isEqualTo(image.pixels());
    }

    @Test
    void mirroring_vertically_turns_the_order_of_the_rows_around() {
        BgrImage image = Pictures.noise(5, 3, 7);
        BgrImage mirrored = image.mirroredVertically();

        for (int channel = 0; channel < BgrImage.CHANNELS; channel++) {
            for (int x = 0; x < 5; x++) {
                for (int y = 0; y < 3; y++) {
                    assertThat(mirrored.get(x, 2 - y, channel)).isEqualTo(image.get(x, y, channel));
                }
            }
        }
        assertThat(mirrored.width()).isEqualTo(5);
        assertThat(mirrored.height()).isEqualTo(3);
    }
}
