package io.github.yolox4j.losses.box;

import io.github.yolox4j.losses.LossExpression;
import io.github.yolox4j.losses.LossListing;
import io.github.yolox4j.losses.box.geometry.BoxPairs;
import io.github.yolox4j.losses.math.Ranges;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A loss whose overlap is that of both boxes scaled about their centres: \( L + o - o_r \), where \( o_r \) is the
 * overlap of boxes of sizes \( r w, r h \). Penalties stay those of the boxes themselves, and so does the IoU in
 * CIoU's \( \alpha \). A ratio below 1 is steeper for boxes that fit well, one above 1 reaches farther.
 *
 * @param base the loss \( L \)
 * @param ratio \( r > 0 \); the paper uses 0.5 to 1.5
 * @see <a href="https://arxiv.org/abs/2311.02877">Zhang, Xu, Zhang, Inner-IoU, 2023</a>
 */
public record Inner(OverlapLoss base, double ratio) implements OverlapLoss.Modifier {

    static final LossListing<BoxLoss> LISTING = LossListing.ofModifier(
            new Inner(IouFamily.CIOU, 0.75).toString(),
            "L + IoU - IoU of both boxes scaled by ratio about their centres",
            "Zhang et al. 2023, arXiv:2311.02877",
            (call, base) -> new Inner(OverlapLoss.wrappedBy(call, base), call.number("ratio")));

    public Inner {
        Ranges.requirePositive("ratio", ratio);
    }

    @Override
    public SDVariable overlap(BoxPairs pairs) {
        return base.overlap(pairs.scaled(ratio));
    }

    @Override
    public String toString() {
        return LossExpression.written("inner", base, "ratio", ratio);
    }
}
