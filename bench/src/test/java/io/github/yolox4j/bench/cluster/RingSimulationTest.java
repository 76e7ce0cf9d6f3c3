package io.github.yolox4j.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RingSimulationTest {

    private static final StepModel MODEL = new StepModel(4e9, 50e-6, 1.125e9, 4e9);
    private static final long PARAMETERS = 8_968_255;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 64, 256})
    void of_equally_fast_ranks_it_is_the_model(int ranks) {
        double simulated = new RingSimulation(MODEL, 0).seconds(ranks, PARAMETERS, 0.5, 20, 1);
        assertThat(simulated).isCloseTo(0.5 + MODEL.exchange(ranks, PARAMETERS), Percentage.withPercentage(3));
    }

    @Test
    void ranks_wait_for_the_slowest() {
        double even = new RingSimulation(MODEL, 0).seconds(64, PARAMETERS, 0.5, 100, 1);
        double uneven = new RingSimulation(MODEL, 0.05).seconds(64, PARAMETERS, 0.5, 100, 1);
        assertThat(uneven).isBetween(even + 0.02, even + 0.1); // the largest of 64 normal numbers is about 2.4
    }

    @Test
    void the_share_of_exchange_stays_below_what_is_asked_for() {
        int images = MODEL.leastImages(16, PARAMETERS, 0.05, 0.1);
        assertThat(MODEL.share(16, PARAMETERS, images * 0.05)).isLessThanOrEqualTo(0.1);
        assertThat(MODEL.share(16, PARAMETERS, (images - 1) * 0.05)).isGreaterThan(0.1);
        assertThat(MODEL.exchange(1, PARAMETERS)).isCloseTo(0, within(0.0));
    }
}
