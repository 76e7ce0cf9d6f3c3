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

class SgdTest {

    @Test
    void steps_follow_nesterovs_formula_and_decay_only_convolution_weights() {
        Weights weights = ones();
        Sgd sgd = new Sgd(weights, 0.9, 0.1);

        sgd.step(gradients(2), 0.01);
        // weight: g = 2 + 0.1, v = 2.1, p = 1 - 0.01 (2.1 + 0.9 * 2.1); bias without the 0.1
        assertThat(value(weights, CONV)).isCloseTo(1 - 0.01 * 2.1 * 1.9, within(1e-12));
        assertThat(value(weights, BIAS)).isCloseTo(1 - 0.01 * 2.0 * 1.9, within(1e-12));

        double p = value(weights, CONV);
        sgd.step(gradients(-1), 0.02);
        double g = -1 + 0.1 * p;
        double v = 0.9 * 2.1 + g;
        assertThat(value(weights, CONV)).isCloseTo(p - 0.02 * (g + 0.9 * v), within(1e-12));
    }

    @Test
    void the_moving_average_follows_by_its_decay() {
        Weights weights = ones();
        MovingAverage average = new MovingAverage(weights, new EmaDecay(0.5, 1), 0);
        weights.value(BIAS.name()).assign(3);
        average.update(weights);
        double keep = 0.5 * (1 - Math.exp(-1));
        assertThat(value(average.weights(), BIAS)).isCloseTo(keep * 1 + (1 - keep) * 3, within(1e-12));
        assertThat(average.updates()).isEqualTo(1);
    }

    @Test
    void running_statistics_take_three_hundredths_of_the_batch() {
        Weights weights = ones();
        RunningStatistics.update(weights, gradients(11));
        assertThat(value(weights, CONV)).isCloseTo(0.97 * 1 + 0.03 * 11, within(1e-12));
    }

    @Test
    void frozen_parameters_and_their_average_stay() {
        Weights weights = Freeze.of("a.bias").of(ones());
        MovingAverage average = new MovingAverage(weights, new EmaDecay(0.5, 1), 0);
        Sgd sgd = new Sgd(weights, 0.9, 0.1);

        sgd.step(gradients(2), 0.01);
        assertThat(value(weights, BIAS)).isEqualTo(1);
        assertThat(value(weights, CONV)).isLessThan(1);
        assertThat(sgd.state().arrays()).containsOnlyKeys("velocity." + CONV.name());

        weights.value(BIAS.name()).assign(3);
        average.update(weights);
        assertThat(value(average.weights(), BIAS)).isEqualTo(1);
    }

    @Test
    void without_momentum_and_decay_a_step_is_the_gradient_times_the_rate() {
        Weights weights = ones();
        new Sgd(weights, 0, 0).step(gradients(2), 0.25);
        assertThat(value(weights, CONV)).isEqualTo(0.5);
    }

    @Test
    void settings_out_of_bounds_are_refused() {
        for (double momentum : new double[] {-0.1, 1, Double.NaN}) {
            assertThatThrownBy(() -> new Sgd(ones(), momentum, 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("got " + momentum + " and 0.0");
        }
        assertThatThrownBy(() -> new Sgd(ones(), 0.9, -0.1)).hasMessageContaining("got 0.9 and -0.1");
    }
}
