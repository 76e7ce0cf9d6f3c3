package io.github.yolox4j.losses.score;

import static io.github.yolox4j.conformance.TensorAssertions.assertThatTensor;

import io.github.yolox4j.losses.CentralDifferences;
import io.github.yolox4j.losses.FrozenDetached;
import io.github.yolox4j.losses.LossRun;
import io.github.yolox4j.testkit.Closeness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

/** What every score loss owes that detaches nothing. A new loss is tested by implementing {@link #loss}. */
interface ScoreLossContract extends DetachedScoreLossContract {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    default void gradient_agrees_with_central_differences(long seed) {
        double[][] logits = DetachedScoreLossContract.logits(seed);
        double[][] targets = DetachedScoreLossContract.targets(seed + 100, logits);

        double[][] differences = CentralDifferences.of(new FrozenDetached(loss()::of, targets, logits)::at, logits);

        assertThatTensor(
                        LossRun.of(loss()::of, logits, targets, DataType.DOUBLE).gradient())
                .isCloseTo(differences, Closeness.ofRows(1e-9));
    }

    /** The loss is smooth, whatever the pieces of its formula. */
    @Test
    default void gradient_at_a_logit_of_zero_agrees_with_central_differences() {
        double[][] logits = new double[1][3];
        double[][] targets = {{0, 1, 0.3}};

        double[][] differences = CentralDifferences.of(new FrozenDetached(loss()::of, targets, logits)::at, logits);

        assertThatTensor(
                        LossRun.of(loss()::of, logits, targets, DataType.DOUBLE).gradient())
                .isCloseTo(differences, Closeness.ofRows(1e-9));
    }
}
