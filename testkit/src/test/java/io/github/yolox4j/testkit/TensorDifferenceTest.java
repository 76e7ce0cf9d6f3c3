package io.github.yolox4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TensorDifferenceTest {

    private static final double[] EXPECTED = {0.5, 100, 0.25, 2};

    @Test
    void the_largest_absolute_and_the_largest_relative_difference_may_be_of_different_numbers() {
        TensorDifference found = compare(Closeness.ofNumbers(0.1), 0.5, 102, 0.5, 2);

        assertThat(found.largestAbsolute()).isEqualTo(2);
        assertThat(found.largestRelative()).isEqualTo(0.25);
        assertThat(found.shown().orElseThrow().index()).isEqualTo("[1, 0]");
        assertThat(found.beyond()).isEqualTo(1);
    }

    @Test
    void a_number_that_is_not_finite_is_infinitely_far_off_and_shown_first() {
        TensorDifference found = compare(Closeness.ofTensor(1e9), 7, 100, Double.NaN, Double.NEGATIVE_INFINITY);

        assertThat(found.largestAbsolute()).isInfinite();
        assertThat(found.largestRelative()).isInfinite();
        assertThat(found.shown().orElseThrow().index()).isEqualTo("[1, 0]");
        assertThat(found.isClose()).isFalse();
    }

    @Test
    void of_no_numbers_nothing_is_off() {
        TensorDifference found = TensorDifference.of(new double[0], new double[0], new long[] {0, 4}, Closeness.EXACT);

        assertThat(found.isClose()).isTrue();
        assertThat(found.largestAbsolute()).isZero();
        assertThat(found.largestRelative()).isZero();
        assertThat(found.shown()).isEmpty();
    }

    @Test
    void a_scale_can_be_kept_from_getting_small() {
        assertThat(compare(Closeness.ofTensor(0.01), 0.5, 100, 1.26, 2).isClose())
                .isFalse();
        assertThat(compare(Closeness.ofTensor(0.01).atLeast(110), 0.5, 100, 1.26, 2)
                        .isClose())
                .isTrue();
        assertThat(compare(Closeness.ofNumbers(0.01).atLeast(100).atLeast(10), 1.5, 101, 0.25, 3)
                        .isClose())
                .isTrue();
    }

    @Test
    void a_rule_says_what_a_difference_is_measured_by() {
        assertThat(Closeness.within(0.5)).hasToString("0.5");
        assertThat(Closeness.ofNumbers(0.5)).hasToString("0.5 of max(1, |expected|)");
        assertThat(Closeness.ofNumbers(0.5).atLeast(1000)).hasToString("0.5 of max(1000, |expected|)");
        assertThat(Closeness.ofRows(0.5)).hasToString("0.5 of max(1, largest |expected| of the row)");
        assertThat(Closeness.ofTensor(0.5)).hasToString("0.5 of the largest |expected|");
        assertThat(Closeness.ofTensor(0.5).atLeast(2.25)).hasToString("0.5 of max(2.25, the largest |expected|)");
        assertThatThrownBy(() -> new Closeness(1, Closeness.Scale.ROW, 0)).hasMessageContaining("more than 0, got 0.0");
    }

    private static TensorDifference compare(Closeness allowed, double... actual) {
        return TensorDifference.of(actual, EXPECTED, new long[] {2, 2}, allowed);
    }
}
