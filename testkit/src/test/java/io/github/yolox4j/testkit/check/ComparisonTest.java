package io.github.yolox4j.testkit.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.testkit.Closeness;
import io.github.yolox4j.testkit.Numbers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComparisonTest {

    private static final Numbers EXPECTED = Numbers.of(new double[] {0.5, 100, 0.25, 2}, 2, 2);

    @Test
    void equal_arrays_pass_at_tolerance_zero() {
        Check check = Check.compare("x", EXPECTED, EXPECTED, Closeness.EXACT);

        assertThat(check.passed()).isTrue();
        assertThat(((Comparison) check).largestAbsolute()).isZero();
    }

    @Test
    void small_numbers_are_compared_absolutely_and_large_ones_relatively() {
        Comparison near = compare(Closeness.ofNumbers(0.01), 0.5078125, 101, 0.25, 2);
        assertThat(near.passed()).isTrue();
        assertThat(near.largestAbsolute()).isEqualTo(1);
        assertThat(near.largestRelative()).isEqualTo(0.01);

        assertThat(compare(Closeness.ofNumbers(0.01), 0.52, 100, 0.25, 2).passed())
                .isFalse();
        assertThat(compare(Closeness.ofNumbers(0.01), 0.5, 102, 0.25, 2).passed())
                .isFalse();
    }

    @Test
    void a_row_is_measured_by_its_largest_expected_number() {
        assertThat(compare(Closeness.ofRows(0.01), 1.5, 100, 0.25, 2).passed()).isTrue();

        Comparison other = compare(Closeness.ofRows(0.01), 0.5, 100, 1.25, 2);
        assertThat(other.passed()).isFalse();
        assertThat(other.largestRelative()).isEqualTo(0.5);
        assertThat(other.where()).isEqualTo("[1, 0]");
    }

    @Test
    void an_array_is_measured_by_its_largest_expected_number() {
        Comparison found = compare(Closeness.ofTensor(0.02), 0.5, 98, 1.25, 2);
        assertThat(found.passed()).isTrue();
        assertThat(found.largestAbsolute()).isEqualTo(2);
        assertThat(found.largestRelative()).isEqualTo(0.02);
        assertThat(found.where()).isEqualTo("[0, 1]");

        assertThat(compare(Closeness.ofTensor(0.0199), 0.5, 98, 1.25, 2).beyond())
                .isEqualTo(1);
    }

    @Test
    void an_array_of_zeros_has_a_scale() {
        Check found = Check.compare(
                "x", Numbers.of(new float[] {1e-6f}, 1), Numbers.of(new float[1], 1), Closeness.ofTensor(1));

        assertThat(found.passed()).isFalse();
        assertThat(((Comparison) found).largestRelative()).isCloseTo(1e6, within(1.0));
    }

    @Test
    void the_worst_number_is_named() {
        Comparison found = compare(Closeness.ofNumbers(0.1), 0.5, 100, 0.75, 4);

        assertThat(found.beyond()).isEqualTo(2);
        assertThat(found.where()).isEqualTo("[1, 1]");
        assertThat(found.actual()).isEqualTo(4);
        assertThat(found.expected()).isEqualTo(2);
        assertThat(found.finding())
                .isEqualTo("x[1, 1] is 4.0, expected 2.0 within 0.1 of max(1, |expected|);"
                        + " 2 of 4 numbers are outside the tolerance");
    }

    @ParameterizedTest
    @CsvSource({"NaN, 1", "1, NaN", "NaN, NaN", "Infinity, 1", "Infinity, Infinity", "1, -Infinity"})
    void numbers_that_are_not_finite_never_agree(double actual, double expected) {
        Check check = Check.compare("x", actual, expected, Closeness.ofNumbers(1e9));

        assertThat(check.passed()).isFalse();
        assertThat(((Comparison) check).largestRelative()).isInfinite();
    }

    @Test
    void other_shapes_never_agree() {
        Check check = Check.compare("x", Numbers.of(new double[4], 4), EXPECTED, Closeness.ofNumbers(1e9));

        assertThat(check.passed()).isFalse();
        assertThat(check.finding()).isEqualTo("computed numbers of shape [4], expected numbers of shape [2, 2]");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1e-9, Double.NaN, Double.POSITIVE_INFINITY})
    void a_tolerance_is_a_number(double factor) {
        assertThatThrownBy(() -> Closeness.ofNumbers(factor)).hasMessageContaining("got " + factor);
    }

    private static Comparison compare(Closeness tolerance, double... actual) {
        return (Comparison) Check.compare("x", Numbers.of(actual, 2, 2), EXPECTED, tolerance);
    }
}
