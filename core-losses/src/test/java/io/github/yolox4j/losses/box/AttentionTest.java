package io.github.yolox4j.losses.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.losses.LossRun;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** Weights that have to be detached, and what happens when they are not. */
class AttentionTest {

    private static final double[][] TARGET = {{0, 0, 1, 1}};

    /** Descent moves a box three units to the right of its target towards it, if the attention is detached. */
    @Test
    void the_undetached_attention_of_piou2_pushes_distant_boxes_away() {
        double[][] distant = {{3, 0, 1, 1}};

        assertThat(derivativeInX("piou", distant)).isCloseTo(0.158, within(5e-4));
        assertThat(derivativeInX("piou2", distant)).isCloseTo(0.126, within(5e-4));
        assertThat(derivativeInX("undetached_piou2", distant)).isCloseTo(-0.50, within(5e-3));
    }

    @Test
    void the_undetached_weight_of_focal_eiou_destroys_overlap() {
        double[][] half = {{0.5, 0, 1, 1}};

        assertThat(derivativeInX("eiou", half)).isPositive();
        assertThat(derivativeInX("focal_eiou(gamma=2)", half)).isPositive();
        assertThat(derivativeInX("undetached_focal_eiou(gamma=2)", half)).isNegative();
    }

    @Test
    void boxes_without_overlap_have_no_weight_detached_or_not() {
        double[][] distant = {{3, 0, 1, 1}};

        for (String loss : List.of("focal_eiou", "undetached_focal_eiou")) {
            LossRun run = LossRun.of(BoxLosses.parse(loss)::of, distant, TARGET, DataType.DOUBLE);
            assertThat(run.values()[0]).isCloseTo(0, within(1e-12));
            assertThat(run.gradient()[0]).containsExactly(new double[4], within(1e-12));
        }
    }

    private static double derivativeInX(String loss, double[][] predicted) {
        return LossRun.of(BoxLosses.parse(loss)::of, predicted, TARGET, DataType.DOUBLE)
                .gradient()[0][0];
    }
}
