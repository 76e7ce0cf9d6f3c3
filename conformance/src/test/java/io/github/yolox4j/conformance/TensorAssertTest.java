package io.github.yolox4j.conformance;

import static io.github.yolox4j.conformance.TensorAssertions.assertThat;
import static io.github.yolox4j.conformance.TensorAssertions.assertThatTensor;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.testkit.Closeness;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TensorAssertTest {

    private static final INDArray EXPECTED = Nd4j.createFromArray(new double[][] {{1, 2, 3}, {10, 20, -30}});

    @Test
    void equal_tensors_are_close_whatever_their_order_and_type() {
        assertThat(EXPECTED.dup('f')).isCloseTo(EXPECTED, Closeness.within(0));
        assertThat(EXPECTED.castTo(DataType.FLOAT)).isCloseTo(EXPECTED, Closeness.within(0));
        assertThat(EXPECTED.transpose().dup('c').transpose()).isCloseTo(EXPECTED, Closeness.within(0));
    }

    @Test
    void a_failure_says_where_how_far_and_how_many() {
        INDArray off = EXPECTED.dup().putScalar(0, 1, 2.5).putScalar(1, 2, -30.25);

        assertThatThrownBy(() -> assertThat(off).as("grad_pred").isCloseTo(EXPECTED, Closeness.within(0.1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll(
                        "[grad_pred]",
                        "2 of 6 numbers are further off than 0.1",
                        "furthest off: at [0, 1] 2.5 instead of 2.0, absolute 5.000e-01, relative 5.000e-01");
    }

    @Test
    void numbers_rows_and_tensors_measure_by_what_is_expected() {
        INDArray off = EXPECTED.dup().putScalar(1, 0, 10.9);

        assertThat(off).isCloseTo(EXPECTED, Closeness.ofNumbers(0.1));
        assertThat(off).isCloseTo(EXPECTED, Closeness.ofRows(0.031));
        assertThat(off).isCloseTo(EXPECTED, Closeness.ofTensor(0.031));
        assertThatThrownBy(() -> assertThat(off).isCloseTo(EXPECTED, Closeness.ofNumbers(0.08)))
                .hasMessageContaining("1 of 6 numbers are further off than 0.08 of max(1, |expected|)");
        assertThatThrownBy(() -> assertThat(off).isCloseTo(EXPECTED, Closeness.ofRows(0.029)))
                .hasMessageContaining("largest |expected| of the row");
    }

    @Test
    void nan_and_infinity_are_close_to_nothing_not_even_themselves() {
        INDArray broken = EXPECTED.dup().putScalar(0, 2, Double.NaN).putScalar(1, 0, Double.POSITIVE_INFINITY);

        assertThatThrownBy(() -> assertThat(broken).isCloseTo(broken, Closeness.ofRows(1)))
                .hasMessageContainingAll(
                        "2 of 6 numbers are further off",
                        "2 of them not finite, the first at [0, 2] NaN instead of NaN",
                        "furthest off: at [0, 0] 1.0 instead of 1.0");
        assertThatThrownBy(() -> assertThat(broken).isFinite())
                .hasMessageContaining("2 of 6 numbers are not finite, the first at [0, 2]: NaN");
        assertThat(EXPECTED).isFinite();
    }

    @Test
    void an_expected_nan_does_not_hide_its_neighbours() {
        double[][] expected = {{1, Double.NaN}};

        assertThatThrownBy(() -> assertThatTensor(new double[][] {{5, 1}}).isCloseTo(expected, Closeness.ofRows(0.1)))
                .hasMessageContainingAll("2 of 2 numbers", "furthest off: at [0, 0] 5.0 instead of 1.0");
    }

    @Test
    void other_shapes_are_not_compared() {
        assertThatThrownBy(() -> assertThat(EXPECTED).isCloseTo(EXPECTED.transpose(), Closeness.within(100)))
                .hasMessageContaining("expected shape [3, 2], is [2, 3]");
        assertThatThrownBy(() -> assertThatTensor(new double[3]).isCloseTo(new double[2], Closeness.within(1)))
                .hasMessageContaining("expected 2 numbers, is of shape [3]");
    }

    @Test
    void a_scalar_has_no_index() {
        assertThatThrownBy(() -> assertThat(Nd4j.scalar(2.0)).isCloseTo(Nd4j.scalar(1.0), Closeness.within(0.5)))
                .hasMessageContaining("furthest off: 2.0 instead of 1.0");
    }

    @Test
    void tolerances_that_are_none_are_refused() {
        assertThatThrownBy(() -> Closeness.within(Double.NaN)).hasMessageContaining("got NaN");
        assertThatThrownBy(() -> Closeness.ofRows(-1)).hasMessageContaining("got -1.0");
    }
}
