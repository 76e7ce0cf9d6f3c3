package io.github.yolox4j.losses.score;

import io.github.yolox4j.losses.LossEntry;
import io.github.yolox4j.losses.LossListing;
import io.github.yolox4j.losses.LossRegistry;
import io.github.yolox4j.losses.math.Detached;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Distribution focal loss: a distance, such as from an anchor to the side of its box, is learned as a distribution over
 * the integers \( 0 \dots b - 1 \). With logits \( z_j \), \( p = \mathrm{softmax}(z) \) and the target \( y \):
 * \[ L = -(\lceil y \rceil - y) \ln p_{\lfloor y \rfloor} - (y - \lfloor y \rfloor) \ln p_{\lceil y \rceil}
 *      = -\sum_j \max(1 - |y - j|, 0) \ln p_j, \qquad L \ge 0, \]
 * where the second form also says what happens at integers: all weight is on that one, the last included, at which
 * common code reads past the end.
 *
 * <p>The gradient is \( p_j - \max(1 - |y - j|, 0) \): at rest when the two neighbours of \( y \) share the probability
 * in proportion.
 *
 * <p>This is no {@link ScoreLoss}: it has one target for a whole row of logits and cannot stand in for an objectness or
 * class term. Weights are given to its values, {@code [n]}, by multiplication.
 *
 * @param bins \( b \ge 2 \), the number of logits of a distance
 * @see <a href="https://arxiv.org/abs/2006.04388">Li et al., Generalized Focal Loss, NeurIPS 2020</a>
 */
public record DistributionFocal(int bins) {

    /** Distances from 0 to 16, as in GFL. */
    public static final DistributionFocal DEFAULT = new DistributionFocal(17);

    static final String NAME = "distribution_focal";

    private static final LossListing<DistributionFocal> LISTING = LossListing.of(
            DEFAULT.spelledOut(),
            "-sum_j max(1 - |y - j|, 0) ln softmax(z)_j",
            QualityFocal.PAPER,
            call -> new DistributionFocal(integer(call.number("bins"))));

    private static final LossRegistry<DistributionFocal> REGISTRY =
            LossRegistry.of("distribution loss", List.of(LISTING));

    /** Its line in a table of losses; {@link #parse} reads the expression. */
    public static final LossEntry ENTRY = LISTING.entry();

    public DistributionFocal {
        if (bins < 2) {
            throw new IllegalArgumentException("bins must be at least 2: " + bins);
        }
    }

    /**
     * The loss of {@code distribution_focal} or {@code distribution_focal(bins=8)}.
     *
     * @throws IllegalArgumentException if it is written otherwise
     */
    public static DistributionFocal parse(String text) {
        return REGISTRY.parse(text);
    }

    private static int integer(double bins) {
        if (bins != (int) bins) {
            throw new IllegalArgumentException("bins must be an integer: " + bins);
        }
        return (int) bins;
    }

    /**
     * Adds this loss to the logits' graph: one value per row, shape {@code [n]}.
     *
     * @param logits {@code [n, bins]}
     * @param targets {@code [n]}, in {@code [0, bins - 1]}, of the same graph and type
     */
    public SDVariable of(SDVariable logits, SDVariable targets) {
        SameDiff graph = logits.getSameDiff();
        INDArray integers =
                Nd4j.createFromArray(IntStream.range(0, bins).asDoubleStream().toArray());
        SDVariable places = graph.constant(integers.castTo(logits.dataType()));
        SDVariable distance = graph.math().abs(targets.reshape(-1, 1).sub(places)); // [n, bins]
        SDVariable weights = graph.nn().relu(distance.rsub(1), 0);
        // ND4J's log_softmax is the logarithm of a softmax that may be 0. The shift cancels, so it is a constant.
        SDVariable shifted = logits.sub(Detached.of(logits.max(true, 1)));
        SDVariable logSum = graph.math().log(graph.math().exp(shifted).sum(true, 1)); // [n, 1]
        return weights.mul(logSum.sub(shifted)).sum(1);
    }

    @Override
    public String toString() {
        return equals(DEFAULT) ? NAME : spelledOut();
    }

    private String spelledOut() {
        return NAME + "(bins=" + bins + ")";
    }
}
