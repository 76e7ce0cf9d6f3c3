package io.github.yolox4j.detection.image.opencv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.Pictures;
import org.junit.jupiter.api.Test;

class AffineMapTest {

    @Test
    void identity_leaves_an_image_as_it_is() {
        BgrImage image = Pictures.noise(6, 4, 1);

        assertThat(new AffineMap(1, 0, 0, 0, 1, 0).warp(image, 6, 4).pixels()).isEqualTo(image.pixels());
    }

    @Test
    void whole_pixels_are_moved_and_what_they_leave_is_114() {
        BgrImage image = Pictures.noise(6, 4, 1);

        BgrImage moved = new AffineMap(1, 0, 2, 0, 1, -1).warp(image, 6, 4);

        assertThat(moved.get(3, 1, 2)).isEqualTo(image.get(1, 2, 2));
        assertThat(moved.get(1, 1, 2)).isEqualTo(114);
        assertThat(moved.get(3, 3, 2)).isEqualTo(114);
    }

    /** Edges of pixels go where the map says: the first pixel covers twice two, not one and a half. */
    @Test
    void an_enlarged_pixel_begins_at_the_corner() {
        byte[] pixels = new byte[2 * 3];
        pixels[0] = (byte) 200;
        BgrImage twice = new AffineMap(2, 0, 0, 0, 2, 0).warp(new BgrImage(2, 1, pixels), 4, 2);

        // Centres of the four lie at 0.25, 0.75, 1.25 and 1.75 of the source, its own at 0.5 and 1.5.
        assertThat(twice.get(1, 0, 0)).isEqualTo((int) Math.round(0.75 * (0.75 * 200) + 0.25 * 114));
        assertThat(twice.get(2, 0, 0)).isEqualTo((int) Math.round(0.75 * (0.25 * 200) + 0.25 * 114));
    }

    @Test
    void a_map_onto_a_line_is_refused() {
        assertThatThrownBy(() -> new AffineMap(1, 2, 0, 2, 4, 0))
                .hasMessage("expected a finite, invertible map, got [1.0, 2.0, 0.0; 2.0, 4.0, 0.0]");
    }
}
