package io.github.yolox4j.onnx.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalfFloatTest {

    @Test
    void every_half_is_its_own_nearest() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = HalfFloat.of((short) bits);
            if (!Float.isNaN(value)) {
                assertThat(HalfFloat.bits(value)).as("bits of %s", value).isEqualTo((short) bits);
            }
        }
    }

    @Test
    void numbers_between_two_halves_go_to_the_nearer_and_ties_to_the_even_one() {
        for (int bits = 0; bits < 0x7bff; bits++) {
            float low = HalfFloat.of((short) bits);
            float high = HalfFloat.of((short) (bits + 1));
            float middle = (low + high) / 2;
            assertThat(HalfFloat.round(Math.nextDown(middle))).isEqualTo(low);
            assertThat(HalfFloat.round(middle)).isEqualTo(bits % 2 == 0 ? low : high);
            assertThat(HalfFloat.round(-Math.nextUp(middle))).isEqualTo(-high);
        }
    }

    /**
     * By IEEE 754: one, a power of two, the largest, the last before infinity and infinity, the least normal, the
     * least.
     */
    @ParameterizedTest
    @CsvSource({
        "1, 3c00",
        "-2, c000",
        "65504, 7bff",
        "65519.996, 7bff",
        "65520, 7c00",
        "6.103515625e-5, 400",
        "5.9604645e-8, 1"
    })
    void known_numbers_have_their_known_bits(float x, String hex) {
        assertThat(HalfFloat.bits(x) & 0xffff).isEqualTo(Integer.parseInt(hex, 16));
    }

    @Test
    void what_is_no_number_stays_none() {
        assertThat(HalfFloat.round(Float.NaN)).isNaN();
        assertThat(HalfFloat.round(Float.NEGATIVE_INFINITY)).isEqualTo(Float.NEGATIVE_INFINITY);
    }
}
