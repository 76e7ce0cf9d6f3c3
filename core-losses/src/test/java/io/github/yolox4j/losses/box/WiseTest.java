package io.github.yolox4j.losses.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.losses.LossRun;
import io.github.yolox4j.losses.LossState;
import io.github.yolox4j.losses.box.geometry.BoxPairs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class WiseTest {

    private static final double[][] PREDICTED = {{0.5, 0, 1, 1}};
    private static final double[][] TARGET = {{0, 0, 1, 1}};

    /** The missed share of the pair is 2/3. */
    @Test
    void a_pair_is_measured_against_the_mean() {
        double alone = value(WiseIou.V1, 1);

        assertThat(value(Wise.WIOU_V2, 1)).isCloseTo(alone * Math.sqrt(2.0 / 3), within(1e-6));
        assertThat(value(Wise.WIOU_V2, 1.0 / 6)).isCloseTo(alone * 2, within(1e-6));
        assertThat(value(new Wise(WiseIou.V1, new Wise.Dynamic(1.9, 4)), 1.0 / 6))
                .as("outlierness delta weighs 1")
                .isCloseTo(alone, within(1e-6));
    }

    /** At a missed share of 2/3 and a mean of 1 the weight is (2/3)^gamma. */
    @Test
    void the_weight_is_a_constant_to_the_gradient() {
        Wise loss = new Wise(IouFamily.DIOU, new Wise.Monotonic(2));

        double[] weighted =
                LossRun.of(loss::of, PREDICTED, TARGET, DataType.DOUBLE).gradient()[0];
        double[] plain = LossRun.of(IouFamily.DIOU::of, PREDICTED, TARGET, DataType.DOUBLE)
                .gradient()[0];

        for (int i = 0; i < 4; i++) {
            assertThat(weighted[i]).isCloseTo(plain[i] * 4 / 9, within(1e-6));
        }
    }

    @Test
    void without_a_mean_it_is_one() {
        double[] values = LossRun.values(Wise.WIOU_V3::of, PREDICTED, TARGET);

        assertThat(values[0]).isEqualTo(value(Wise.WIOU_V3, 1));
    }

    @Test
    void a_loss_says_what_state_it_starts_with() {
        LossState start = new LossState(1, 0.01, 1e-6);

        assertThat(BoxLosses.parse("wiou_v3:yolov5").initialState()).isEqualTo(start);
        assertThat(BoxLosses.parse("wise_v2_ciou").initialState()).isEqualTo(start);
        assertThat(BoxLosses.parse("wiou_v1").initialState()).isEqualTo(LossState.NONE);
        assertThat(BoxLosses.parse("ciou:mmdetection").initialState()).isEqualTo(LossState.NONE);
    }

    @Test
    void the_mean_moves_by_the_momentum_and_stays_without_positives() {
        LossState mean = new LossState(0.7, 0.25, 1e-6);

        assertThat(mean.after(new double[] {0.2, 0.4}).value()).isCloseTo(0.6, within(1e-12));
        assertThat(mean.after(new double[0])).isEqualTo(mean);
        assertThat(new LossState(0.5, 1, 1e-6).after(new double[] {0}).value()).isPositive();
    }

    @Test
    void a_loss_that_carries_nothing_stays_at_one() {
        assertThat(LossState.NONE.isCarried()).isFalse();
        assertThat(LossState.NONE.value()).isEqualTo(1);
        assertThat(LossState.NONE.after(new double[] {0.2, 0.4})).isEqualTo(LossState.NONE);
        assertThat(LossState.NONE.withValue(0.3)).isEqualTo(LossState.NONE);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.1, 1.1, Double.NaN})
    void a_mean_that_no_boxes_have_is_refused(double value) {
        assertThatThrownBy(() -> new LossState(value, 0.01, 1e-6))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the state of a loss must be above 0 and at most 1: " + value);
    }

    private static double value(BoxLoss loss, double mean) {
        return LossRun.values(
                (p, t) -> {
                    BoxPairs pairs = BoxPairs.ofCenters(p, t, loss.policy());
                    SDVariable m = p.getSameDiff().constant(Nd4j.scalar(DataType.DOUBLE, mean));
                    return loss.of(pairs.withState(m));
                },
                PREDICTED,
                TARGET)[0];
    }
}
