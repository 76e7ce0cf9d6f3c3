package io.github.yolox4j.detection.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrientationTest {

    /** Pixels a, b, c above d, e, f, row by row as they come out. */
    @ParameterizedTest
    @CsvSource({
        "1, abc def", "2, cba fed", "3, fed cba", "4, def abc", //
        "5, ad be cf", "6, da eb fc", "7, fc eb da", "8, cf be ad"
    })
    void the_first_row_and_column_go_where_exif_says(int exif, String expected) {
        byte[] letters = new byte[2 * 3 * BgrImage.CHANNELS];
        for (int i = 0; i < letters.length; i++) {
            letters[i] = (byte) ('a' + i / BgrImage.CHANNELS);
        }

        BgrImage turned = Orientation.of(exif).apply(new BgrImage(3, 2, letters));

        StringBuilder rows = new StringBuilder();
        for (int y = 0; y < turned.height(); y++) {
            rows.append(y == 0 ? "" : " ");
            for (int x = 0; x < turned.width(); x++) {
                rows.append((char) turned.get(x, y, 1));
            }
        }
        assertThat(rows).hasToString(expected);
    }

    @Test
    void an_image_that_stands_right_is_not_copied() {
        BgrImage image = Pictures.noise(3, 2, 1);
        assertThat(Orientation.of(1).apply(image)).isSameAs(image);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9})
    void other_numbers_are_refused(int exif) {
        assertThatThrownBy(() -> Orientation.of(exif)).hasMessage("an EXIF orientation is 1 to 8, got " + exif);
    }
}
