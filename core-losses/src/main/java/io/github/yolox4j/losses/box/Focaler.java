package io.github.yolox4j.losses.box;

import io.github.yolox4j.losses.LossExpression;
import io.github.yolox4j.losses.LossListing;
import io.github.yolox4j.losses.box.geometry.BoxPairs;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A loss whose overlap is stretched: \( L + o - o' \) with \[ o' = \min\!\left(\max\!\left(\frac{o - d}{u - d},
 * 0\right), 1\right). \] Pairs that overlap less than \( d \) or more than \( u \) have no gradient through their
 * overlap; at these bounds themselves neither side has.
 *
 * @param base the loss \( L \)
 * @param low \( d \), from 0
 * @param high \( u \), above \( d \), up to 1
 * @see <a href="https://arxiv.org/abs/2401.10525">Zhang, Zhang, Focaler-IoU, 2024</a>
 */
public record Focaler(OverlapLoss base, double low, double high) implements OverlapLoss.Modifier {

    static final LossListing<BoxLoss> LISTING = LossListing.ofModifier(
            new Focaler(IouFamily.CIOU, 0, 0.95).toString(),
            "L + IoU - clamp((IoU - low) / (high - low), 0, 1)",
            "Zhang & Zhang 2024, arXiv:2401.10525",
            (call, base) -> new Focaler(OverlapLoss.wrappedBy(call, base), call.number("low"), call.number("high")));

    public Focaler {
        if (!(low >= 0 && low < high && high <= 1)) {
            throw new IllegalArgumentException("need 0 <= low < high <= 1, got low " + low + " and high " + high);
        }
    }

    @Override
    public SDVariable overlap(BoxPairs pairs) {
        SDVariable aboveLow = base.overlap(pairs).sub(low).mul(1 / (high - low));
        SDVariable missed = pairs.graph().nn().relu(aboveLow.rsub(1), 0);
        return pairs.graph().nn().relu(missed.rsub(1), 0);
    }

    @Override
    public String toString() {
        return LossExpression.written("focaler", base, "low", low, "high", high);
    }
}
