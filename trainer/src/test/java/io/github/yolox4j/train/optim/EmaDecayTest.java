package io.github.yolox4j.train.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EmaDecayTest {

    @Test
    void the_decay_rises_from_nothing_to_its_limit() {
        assertThat(EmaDecay.DEFAULT.at(0)).isZero();
        assertThat(EmaDecay.DEFAULT.at(1)).isEqualTo(0.9998 * (1 - 0.9995001249791693), within(1e-12));
        assertThat(EmaDecay.DEFAULT.at(2000)).isEqualTo(0.9998 * 0.6321205588285577, within(1e-12));
        assertThat(EmaDecay.DEFAULT.at(1_000_000)).isEqualTo(0.9998);
    }

    @Test
    void a_limit_of_1_would_never_learn_and_is_refused() {
        assertThatThrownBy(() -> new EmaDecay(1, 2000)).hasMessage("limit must lie in [0, 1), got 1.0");
        assertThatThrownBy(() -> new EmaDecay(-0.1, 2000)).hasMessage("limit must lie in [0, 1), got -0.1");
        for (double ramp : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new EmaDecay(0.9, ramp)).hasMessage("ramp must be above 0, got " + ramp);
        }
    }

    @Test
    void an_average_without_memory_is_allowed() {
        assertThat(new EmaDecay(0, 1).at(5)).isZero();
    }
}
