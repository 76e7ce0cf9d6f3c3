package io.github.yolox4j.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.export.precision.Range;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class ValueHistogramTest {

    @Test
    void everything_kept_is_from_the_smallest_to_the_largest() {
        assertThat(of(0.5f, -3, 7).range(1)).isEqualTo(new Range(-3, 7));
        assertThat(of(2, 5).range(1)).as("0 is always in it").isEqualTo(new Range(0, 5));
    }

    @Test
    void a_share_leaves_out_as_many_at_both_ends() {
        float[] numbers = new float[10_001];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i - 5000; // -5000 .. 5000
        }
        Range range = of(numbers).range(0.9);

        assertThat(range.low()).isCloseTo(-4500, within(5f));
        assertThat(range.high()).isCloseTo(4500, within(5f));
    }

    @Test
    void numbers_of_any_size_find_their_bin_whatever_came_before() {
        ValueHistogram histogram = of(1e-30f, -1e-30f, 0);
        histogram.add(FloatBuffer.wrap(new float[] {1e6f, 1, -1, 2, -2, 1e-3f}));

        assertThat(histogram.range(1)).isEqualTo(new Range(-2, 1e6f));
        assertThat(histogram.range(0.75).high()).isLessThan(1e6f);
    }

    @Test
    void one_outlier_among_many_goes() {
        float[] numbers = new float[10_000];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i % 100 / 100f;
        }
        numbers[77] = 1000;

        assertThat(of(numbers).range(0.999).high()).isLessThan(2);
    }

    @Test
    void what_is_no_number_is_refused() {
        assertThatThrownBy(() -> of(1, Float.NaN)).hasMessage("a value becomes NaN on an image of the calibration");
    }

    private static ValueHistogram of(float... numbers) {
        ValueHistogram histogram = new ValueHistogram();
        histogram.add(FloatBuffer.wrap(numbers));
        return histogram;
    }
}
