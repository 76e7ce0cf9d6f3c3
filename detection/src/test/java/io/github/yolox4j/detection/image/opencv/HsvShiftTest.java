package io.github.yolox4j.detection.image.opencv;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.Pictures;
import org.junit.jupiter.api.Test;

class HsvShiftTest {

    @Test
    void no_shift_leaves_the_image_itself() {
        BgrImage image = Pictures.noise(8, 8, 1);

        assertThat(new HsvShift(0, 0, 0).apply(image)).isSameAs(image);
    }

    @Test
    void sixty_hue_steps_turn_red_into_green_and_go_around() {
        BgrImage red = Pictures.plain(2, 2, 0, 0, 255);

        assertThat(pixel(new HsvShift(60, 0, 0).apply(red))).containsExactly(0, 255, 0);
        assertThat(pixel(new HsvShift(-60, 0, 0).apply(red))).containsExactly(255, 0, 0);
        assertThat(pixel(new HsvShift(180, 0, 0).apply(red))).containsExactly(0, 0, 255);
    }

    @Test
    void value_is_clipped_at_black_and_white() {
        BgrImage grey = Pictures.plain(2, 2, 100, 100, 100);

        assertThat(pixel(new HsvShift(0, 0, 30).apply(grey))).containsExactly(130, 130, 130);
        assertThat(pixel(new HsvShift(0, 0, 200).apply(grey))).containsExactly(255, 255, 255);
        assertThat(pixel(new HsvShift(0, 0, -200).apply(grey))).containsExactly(0, 0, 0);
    }

    @Test
    void saturation_taken_away_leaves_grey_of_the_same_value() {
        BgrImage image = Pictures.plain(2, 2, 50, 100, 200);

        assertThat(pixel(new HsvShift(0, -255, 0).apply(image))).containsExactly(200, 200, 200);
    }

    @Test
    void the_image_given_is_left_alone() {
        BgrImage image = Pictures.noise(8, 8, 1);
        byte[] before = image.pixels().clone();

        new HsvShift(3, 20, -20).apply(image);

        assertThat(image.pixels()).isEqualTo(before);
    }

    private static int[] pixel(BgrImage image) {
        return new int[] {image.get(1, 1, 0), image.get(1, 1, 1), image.get(1, 1, 2)};
    }
}
