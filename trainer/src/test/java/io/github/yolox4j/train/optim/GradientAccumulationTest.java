package io.github.yolox4j.train.optim;

import static io.github.yolox4j.train.optim.TwoParameters.BIAS;
import static io.github.yolox4j.train.optim.TwoParameters.CONV;
import static io.github.yolox4j.train.optim.TwoParameters.gradients;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class GradientAccumulationTest {

    @Test
    void the_mean_is_taken_over_each_full_number_of_batches() {
        GradientAccumulation accumulation = new GradientAccumulation(3);
        for (int round = 0; round < 2; round++) {
            for (int i = 1; i <= 3; i++) {
                Map<String, INDArray> gradients = gradients(i + round, 10 * i, DataType.DOUBLE);
                accumulation.add(gradients);
                gradients.values().forEach(gradient -> gradient.assign(-1000)); // engines overwrite theirs
                assertThat(accumulation.isFull()).isEqualTo(i == 3);
            }
            Map<String, INDArray> mean = accumulation.mean();
            assertThat(mean.get(CONV.name()).getDouble(0)).isCloseTo(2 + round, within(1e-12));
            assertThat(mean.get(BIAS.name()).getDouble(0)).isCloseTo(20, within(1e-12));
        }
    }

    @Test
    void what_was_no_number_in_one_mean_is_gone_in_the_next() {
        GradientAccumulation accumulation = new GradientAccumulation(1);
        accumulation.add(gradients(Double.NaN));
        accumulation.mean();
        accumulation.add(gradients(7));

        assertThat(accumulation.mean().get(CONV.name()).getDouble(0)).isEqualTo(7);
    }

    @Test
    void what_is_left_over_is_a_mean_too() {
        GradientAccumulation accumulation = new GradientAccumulation(3);
        accumulation.add(gradients(1));
        accumulation.add(gradients(5));
        assertThat(accumulation.mean().get(CONV.name()).getDouble(0)).isCloseTo(3, within(1e-12));
        accumulation.add(gradients(7));
        assertThat(accumulation.isFull()).isFalse();
        assertThat(accumulation.mean().get(CONV.name()).getDouble(0)).isCloseTo(7, within(1e-12));
        assertThatThrownBy(accumulation::mean).hasMessage("no mean: nothing was added");
    }

    @Test
    void a_mean_of_nothing_is_refused() {
        assertThatThrownBy(() -> new GradientAccumulation(0))
                .hasMessage("the number of accumulated batches must be at least 1, got 0");
    }
}
