package io.github.yolox4j.losses.box;

import io.github.yolox4j.losses.LossExpression;
import io.github.yolox4j.losses.LossListing;
import java.util.Objects;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A loss weighted by how much worse than the average its pair is,
 * \[ L = r(\beta)\, L_{\mathrm{base}}, \qquad \beta = \frac{\mathrm{sg}(1 - \mathrm{IoU})}{m}, \] where \( m \) is the
 * running mean of \( 1 - \mathrm{IoU} \): state that {@link MissedMean} holds outside of the graph and
 * {@link BoxPairs#withMissedMean} brings in. Without it, \( m = 1 \), the authors' start. The weight is a constant to
 * the gradient.
 *
 * <p>Wise-IoU v2 and v3 are this around {@code wiou_v1}.
 *
 * @param base the loss that is weighted: {@code wiou_v1} or any {@link OverlapLoss}
 * @param focusing \( r \)
 * @see <a href="https://arxiv.org/abs/2301.10051">Tong et al., Wise-IoU, 2023</a>
 */
public record Wise(BoxLoss base, Focusing focusing) implements BoxLoss {

    private static final String REFERENCE = "Tong et al. 2023, arXiv:2301.10051";

    /** Wise-IoU v2. */
    public static final Wise WIOU_V2 = new Wise(WiseIou.V1, Focusing.Monotonic.AUTHORS);
    /** Wise-IoU v3. */
    public static final Wise WIOU_V3 = new Wise(WiseIou.V1, Focusing.Dynamic.AUTHORS);

    static final LossListing<BoxLoss> MONOTONIC_LISTING = LossListing.ofModifier(
            new Wise(IouFamily.CIOU, Focusing.Monotonic.AUTHORS).toString(),
            "b^gamma L, b = (1 - IoU) / m detached, m the running mean of 1 - IoU",
            REFERENCE,
            (call, base) -> new Wise(base, monotonic(call)));

    static final LossListing<BoxLoss> DYNAMIC_LISTING = LossListing.ofModifier(
            new Wise(IouFamily.CIOU, Focusing.Dynamic.AUTHORS).toString(),
            "b / (delta alpha^(b - delta)) L, b = (1 - IoU) / m detached, m the running mean of 1 - IoU",
            REFERENCE,
            (call, base) -> new Wise(base, dynamic(call)));

    static final LossListing<BoxLoss> WIOU_V2_LISTING = LossListing.named(
            "wiou_v2",
            WIOU_V2.toString(),
            "b^gamma exp(rho^2 / c^2) (1 - IoU), b = (1 - IoU) / m and c^2 detached",
            REFERENCE,
            call -> new Wise(WiseIou.V1, monotonic(call)));

    static final LossListing<BoxLoss> WIOU_V3_LISTING = LossListing.named(
            "wiou_v3",
            WIOU_V3.toString(),
            "b / (delta alpha^(b - delta)) exp(rho^2 / c^2) (1 - IoU), b = (1 - IoU) / m and c^2 detached",
            REFERENCE,
            call -> new Wise(WiseIou.V1, dynamic(call)));

    public Wise {
        Objects.requireNonNull(focusing, "focusing");
        if (!(base instanceof OverlapLoss || base instanceof WiseIou)) {
            throw new IllegalArgumentException(
                    "wise wraps wiou_v1 or a loss of the form 1 - overlap + penalties, got " + base);
        }
    }

    private static Focusing monotonic(LossExpression call) {
        return new Focusing.Monotonic(call.number("gamma"));
    }

    private static Focusing dynamic(LossExpression call) {
        return new Focusing.Dynamic(call.number("alpha"), call.number("delta"));
    }

    @Override
    public SDVariable of(BoxPairs b) {
        SDVariable outlierness = b.overMissedMean(Detached.of(b.missedShare()));
        return focusing.of(outlierness).mul(base.of(b));
    }

    @Override
    public boolean usesMissedMean() {
        return true;
    }

    @Override
    public BoxPolicy policy() {
        return base.policy();
    }

    @Override
    public String toString() {
        return focusing.around(base);
    }
}
