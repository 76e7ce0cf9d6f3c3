package io.github.yolox4j.train.optim;

import static io.github.yolox4j.train.optim.TwoParameters.BIAS;
import static io.github.yolox4j.train.optim.TwoParameters.CONV;
import static io.github.yolox4j.train.optim.TwoParameters.gradients;
import static io.github.yolox4j.train.optim.TwoParameters.ones;
import static io.github.yolox4j.train.optim.TwoParameters.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.model.weights.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;

class AdamWTest {

    private static final AdamW.Settings SETTINGS = new AdamW.Settings(0.8, 0.95, 1e-3, 0.1);

    @ParameterizedTest
    @CsvSource({"DOUBLE, 1e-12", "FLOAT, 1e-6"})
    void steps_follow_the_formula_and_decay_only_convolution_weights(DataType type, double tolerance) {
        Weights weights = ones(type);
        AdamW adam = new AdamW(weights, SETTINGS);
        double conv = 1;
        double bias = 1;
        double m = 0;
        double v = 0;
        double[] gradients = {2, -1, 0.5, 3, 0};
        for (int t = 1; t <= gradients.length; t++) {
            double g = gradients[t - 1];
            double rate = 0.01 * t;
            adam.step(gradients(g, g, type), rate);

            m = 0.8 * m + 0.2 * g;
            v = 0.95 * v + 0.05 * g * g;
            double step = rate * (m / (1 - Math.pow(0.8, t))) / (Math.sqrt(v / (1 - Math.pow(0.95, t))) + 1e-3);
            conv = conv * (1 - rate * 0.1) - step;
            bias = bias - step;
            assertThat(value(weights, CONV)).isCloseTo(conv, within(tolerance));
            assertThat(value(weights, BIAS)).isCloseTo(bias, within(tolerance));
        }
        assertThat(adam.state().steps()).isEqualTo(5);
        assertThat(adam.state().arrays().get("mean." + BIAS.name()).getDouble(0))
                .isCloseTo(m, within(tolerance));
        assertThat(adam.state().arrays().get("square." + BIAS.name()).getDouble(0))
                .isCloseTo(v, within(tolerance));
    }

    @Test
    void the_first_step_is_the_rate_whatever_the_gradient() {
        for (double gradient : new double[] {1e-3, 1, 1e4}) {
            Weights weights = ones();
            new AdamW(weights, AdamW.Settings.DEFAULT).step(gradients(gradient), 0.01);
            assertThat(value(weights, BIAS)).isCloseTo(1 - 0.01, within(1e-6));
        }
    }

    @Test
    void frozen_parameters_stay() {
        Weights weights = Freeze.of("a.bias").of(ones());

        new AdamW(weights, SETTINGS).step(gradients(1), 0.1);

        assertThat(value(weights, BIAS)).isEqualTo(1);
        assertThat(value(weights, CONV)).isLessThan(1);
    }

    @ParameterizedTest
    @CsvSource({
        "-0.1, 0.9, 1e-8, 0",
        "1, 0.9, 1e-8, 0",
        "0.9, -0.1, 1e-8, 0",
        "0.9, 1, 1e-8, 0",
        "0.9, 0.9, 0, 0",
        "0.9, 0.9, 1e-8, -0.1",
        "NaN, 0.9, 1e-8, 0",
        "0.9, 0.9, NaN, 0",
        "0.9, 0.9, 1e-8, NaN"
    })
    void settings_out_of_bounds_are_refused(double beta1, double beta2, double epsilon, double decay) {
        assertThatThrownBy(() -> new AdamW.Settings(beta1, beta2, epsilon, decay))
                .hasMessageContaining("betas in [0, 1)")
                .hasMessageContaining("got " + beta1 + ", " + beta2 + ", " + epsilon + " and " + decay);
    }

    @Test
    void without_memory_a_step_is_the_sign_of_the_gradient() {
        Weights weights = ones();
        new AdamW(weights, new AdamW.Settings(0, 0, 1e-12, 0)).step(gradients(-7), 0.25);
        assertThat(value(weights, CONV)).isCloseTo(1.25, within(1e-9));
    }
}
