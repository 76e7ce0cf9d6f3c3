package io.github.yolox4j.losses.box;

import io.github.yolox4j.losses.LossExpression;
import io.github.yolox4j.losses.LossListing;
import io.github.yolox4j.losses.box.geometry.BoxPairs;
import io.github.yolox4j.losses.box.geometry.BoxPolicy;
import io.github.yolox4j.losses.box.geometry.Penalty;
import io.github.yolox4j.losses.box.geometry.Power;
import io.github.yolox4j.losses.math.Ranges;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A loss whose overlap and penalties are raised to a power, \[ L = 1 - (o + \varepsilon)^\alpha + \sum_k (p_k +
 * \varepsilon)^\alpha, \qquad \varepsilon = 10^{-9}. \] With \( \alpha > 1 \) it favours boxes that fit well:
 * \( \partial L / \partial o = -\alpha\, o^{\alpha - 1} \). CIoU's weight stays detached inside of the power.
 *
 * <p>As in the authors' code eps stands inside of the power, so that identical boxes cost about \( -\alpha\,
 * \varepsilon \); in quotients such as \( \rho^2 / c^2 \) it also guards the raised denominator.
 *
 * <p>A widely copied snippet has it upside down, \( (1 - \mathrm{IoU})^\alpha \), whose gradient vanishes for boxes
 * that fit well: that is {@link InversePowerIou}.
 *
 * @param base the loss whose parts are raised
 * @param alpha \( \alpha > 0 \); the authors train with 3
 * @see <a href="https://arxiv.org/abs/2110.13675">He et al., Alpha-IoU: A Family of Power Intersection over Union
 *     Losses, NeurIPS 2021</a>
 */
public record Alpha(OverlapLoss base, double alpha) implements OverlapLoss.Modifier {

    static final LossListing<BoxLoss> LISTING = LossListing.ofModifier(
            new Alpha(IouFamily.CIOU, 3).toString(),
            "1 - IoU^alpha + sum of penalties^alpha",
            "He et al. 2021, arXiv:2110.13675",
            (call, base) -> new Alpha(OverlapLoss.wrappedBy(call, base), call.number("alpha")));

    private static final double EPS = 1e-9;

    public Alpha {
        Ranges.requirePositive("alpha", alpha);
    }

    @Override
    public SDVariable overlap(BoxPairs pairs) {
        return Power.of(base.overlap(pairs), alpha, EPS);
    }

    @Override
    public List<Penalty> penalties(BoxPairs pairs) {
        return base.penalties(pairs).stream()
                .map(penalty -> Penalty.of(penalty.raised(alpha, EPS)))
                .toList();
    }

    @Override
    public BoxPolicy policy() {
        return BoxPolicy.ALPHA_IOU;
    }

    @Override
    public String toString() {
        return LossExpression.written("alpha", base, "alpha", alpha);
    }
}
