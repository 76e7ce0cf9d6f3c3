package io.github.yolox4j.verify.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    @Test
    void the_largest_difference_is_found_and_measured_against_the_largest_number() {
        FloatTensor actual = new FloatTensor(new long[] {2, 3}, 1, 2, 3, 4, 5.5f, -8);
        FloatTensor expected = new FloatTensor(new long[] {2, 3}, 1, 2, 3.25f, 4, 5, -10);

        Difference difference = Comparison.of(actual, expected);

        assertThat(difference.count()).isEqualTo(6);
        assertThat(difference.largestAbsolute()).isEqualTo(2);
        assertThat(difference.largestRelative()).isCloseTo(0.2, within(1e-12));
        assertThat(difference.index()).isEqualTo(List.of(1L, 2L));
        assertThat(difference.actual()).isEqualTo(-8);
        assertThat(difference.expected()).isEqualTo(-10);
        assertThat(difference.within(0.2001)).isTrue();
        assertThat(difference.within(0.1999)).isFalse();
    }

    @Test
    void equal_results_do_not_differ_even_where_they_are_not_numbers() {
        float[] same = {Float.NaN, Float.POSITIVE_INFINITY, 0f, 1f};

        assertThat(Comparison.of(same, same.clone()).largestAbsolute()).isZero();
        assertThat(Comparison.of(new float[] {0f}, new float[] {-0f}).largestAbsolute())
                .isZero();
    }

    @Test
    void a_number_differs_infinitely_from_what_is_none() {
        assertThat(Comparison.of(new float[] {1, Float.NaN}, new float[] {1, 2}).within(1e9))
                .isFalse();
        assertThat(Comparison.of(new float[] {1, 2}, new float[] {1, Float.NaN}).position())
                .isEqualTo(1);
        assertThat(Comparison.of(new float[] {Float.POSITIVE_INFINITY}, new float[] {1})
                        .within(1e9))
                .isFalse();
    }

    @Test
    void results_that_are_all_zero_have_a_scale() {
        assertThat(Comparison.of(new float[] {0}, new float[] {0}).largestRelative())
                .isZero();
        assertThat(Comparison.of(new float[] {1e-6f}, new float[] {0}).largestRelative())
                .isCloseTo(1e6, within(1.0));
    }

    @Test
    void shapes_must_agree() {
        assertThatThrownBy(() -> Comparison.of(
                        new FloatTensor(new long[] {2, 1}, 1, 2), new FloatTensor(new long[] {1, 2}, 1, 2)))
                .hasMessage("shapes differ: [2, 1] instead of [1, 2]");
        assertThatThrownBy(() -> Comparison.of(new float[2], new float[3]))
                .hasMessage("lengths differ: 2 instead of 3");
    }
}
