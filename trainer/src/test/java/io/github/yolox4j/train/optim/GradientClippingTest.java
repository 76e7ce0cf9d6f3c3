package io.github.yolox4j.train.optim;

import static io.github.yolox4j.train.optim.TwoParameters.BIAS;
import static io.github.yolox4j.train.optim.TwoParameters.CONV;
import static io.github.yolox4j.train.optim.TwoParameters.gradients;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class GradientClippingTest {

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE"})
    void what_is_too_long_is_shortened_by_one_factor(DataType type) {
        Map<String, INDArray> gradients = gradients(3, -4, type);

        double norm = new GradientClipping(2).clip(gradients);

        double factor = 2 / (5 + 1e-6);
        assertThat(norm).isEqualTo(5);
        assertThat(gradients.get(CONV.name()).getDouble(0)).isCloseTo(3 * factor, within(1e-6));
        assertThat(gradients.get(BIAS.name()).getDouble(0)).isCloseTo(-4 * factor, within(1e-6));
        assertThat(GradientClipping.norm(gradients)).isCloseTo(2, within(1e-6));
    }

    @Test
    void what_is_short_enough_stays() {
        Map<String, INDArray> gradients = gradients(3, -4, DataType.DOUBLE);

        assertThat(new GradientClipping(5.1).clip(gradients)).isEqualTo(5);

        assertThat(gradients.get(CONV.name()).getDouble(0)).isEqualTo(3);
        assertThat(gradients.get(BIAS.name()).getDouble(0)).isEqualTo(-4);
    }

    @Test
    void what_is_exactly_as_long_as_allowed_is_shortened_by_the_guard_against_zero_alone() {
        Map<String, INDArray> gradients = gradients(3, -4, DataType.DOUBLE);

        new GradientClipping(5).clip(gradients);

        assertThat(gradients.get(CONV.name()).getDouble(0)).isEqualTo(3 * (5 / (5 + 1e-6)));
    }

    @Test
    void the_norm_is_that_of_all_numbers_of_large_arrays() {
        INDArray large = Nd4j.valueArrayOf(new long[] {100, 100}, 0.5, DataType.FLOAT);

        assertThat(GradientClipping.norm(Map.of("a", large, "b", large.dup())))
                .isCloseTo(Math.sqrt(2 * 10_000 * 0.25), within(1e-9));
    }

    @Test
    void a_norm_of_nothing_is_refused() {
        assertThatThrownBy(() -> new GradientClipping(0)).hasMessage("the largest norm must be above 0, got 0.0");
    }
}
