package io.github.yolox4j.losses.score;

import static io.github.yolox4j.conformance.TensorAssertions.assertThatTensor;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.losses.LossRun;
import io.github.yolox4j.testkit.Closeness;
import org.junit.jupiter.api.Test;

/** Where the form with the exponential of the cross-entropy is focal loss, and where it is not. */
class ExpFocalTest {

    private static final double[][] LOGITS = {{-4, -1, 0, 1, 4}};

    @Test
    void on_hard_targets_it_is_a_focal_loss_without_balance() {
        double[][] targets = {{0, 1, 1, 0, 1}};

        assertThatTensor(LossRun.values(new ExpFocal(2, 0.5)::of, LOGITS, targets))
                .as("loss")
                .isCloseTo(LossRun.values(new Focal(2, 0.5)::of, LOGITS, targets), Closeness.ofNumbers(1e-14));
    }

    @Test
    void on_soft_targets_it_is_larger() {
        double[][] targets = {{0.3, 0.7, 0.2, 0.5, 0.6}};
        double[] exponential = LossRun.values(new ExpFocal(2, 0.5)::of, LOGITS, targets);
        double[] focal = LossRun.values(new Focal(2, 0.5)::of, LOGITS, targets);

        for (int i = 0; i < focal.length; i++) {
            // At a logit of 0 both means of (s, 1 - s) are 1/2.
            assertThat(exponential[i] - focal[i]).isGreaterThan(LOGITS[0][i] == 0 ? -1e-15 : 1e-3);
        }
    }
}
