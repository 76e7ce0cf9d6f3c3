package io.github.yolox4j.detection.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageCanvasTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "3, 2", "-4, -3", "6, 5", "-2, 5", "9, 0", "-20, 0", "0, 8", "2147483647, 0", "0, -2147483648"})
    void every_pixel_is_that_of_the_image_or_grey(int left, int top) {
        BgrImage image = Pictures.noise(7, 5, 3);

        BgrImage canvas = new ImageCanvas(9, 8, 200).paste(image, left, top).image();

        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 9; x++) {
                long imageX = (long) x - left;
                long imageY = (long) y - top;
                boolean isCovered = imageX >= 0 && imageX < 7 && imageY >= 0 && imageY < 5;
                for (int channel = 0; channel < 3; channel++) {
                    assertThat(canvas.get(x, y, channel))
                            .isEqualTo(isCovered ? image.get((int) imageX, (int) imageY, channel) : 200);
                }
            }
        }
    }

    @Test
    void an_image_taken_does_not_change_with_the_canvas() {
        ImageCanvas canvas = new ImageCanvas(4, 4, 0);
        BgrImage before = canvas.image();

        canvas.paste(Pictures.plain(4, 4, 9, 9, 9), 0, 0);

        assertThat(before.get(1, 1, 1)).isZero();
    }

    @Test
    void sizes_and_greys_are_checked() {
        assertThatThrownBy(() -> new ImageCanvas(0, 4, 256))
                .hasMessage("need at least 1 x 1 pixels and a grey of 0..255, got 0 x 4 and 256");
    }

    @Test
    void a_blend_is_the_mean_rounded_down_and_needs_equal_sizes() {
        BgrImage blend = Pictures.plain(2, 2, 255, 10, 3).blended(Pictures.plain(2, 2, 255, 20, 0));

        assertThat(new int[] {blend.get(1, 1, 0), blend.get(1, 1, 1), blend.get(1, 1, 2)})
                .containsExactly(255, 15, 1);
        assertThatThrownBy(() -> blend.blended(Pictures.plain(3, 2, 0, 0, 0)))
                .hasMessage("an image of 2 x 2 cannot be blended with one of 3 x 2");
    }
}
