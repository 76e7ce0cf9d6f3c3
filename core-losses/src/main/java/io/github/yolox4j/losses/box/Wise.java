package io.github.yolox4j.losses.box;

import io.github.yolox4j.losses.LossExpression;
import io.github.yolox4j.losses.LossListing;
import io.github.yolox4j.losses.LossState;
import io.github.yolox4j.losses.box.geometry.BoxPairs;
import io.github.yolox4j.losses.box.geometry.BoxPolicy;
import io.github.yolox4j.losses.box.geometry.Power;
import io.github.yolox4j.losses.math.Detached;
import io.github.yolox4j.losses.math.Ranges;
import java.util.Objects;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A loss weighted by how much worse than the average its pair is,
 * \[ L = r(\beta)\, L_{\mathrm{base}}, \qquad \beta = \frac{\mathrm{sg}(1 - \mathrm{IoU})}{m}, \] where \( m \) is the
 * running mean of \( 1 - \mathrm{IoU} \): state that {@link LossState} holds outside of the graph and
 * {@link BoxPairs#withState} brings in. Without it, \( m = 1 \), the authors' start. The weight is a constant to
 * the gradient.
 *
 * <p>Wise-IoU v2 and v3 are this around {@code wiou_v1}.
 *
 * @param base the loss that is weighted: {@code wiou_v1} or any {@link OverlapLoss}
 * @param focusing \( r \)
 * @see <a href="https://arxiv.org/abs/2301.10051">Tong et al., Wise-IoU, 2023</a>
 */
public record Wise(BoxLoss base, Focusing focusing) implements BoxLoss {

    /** The authors' start and momentum. */
    private static final LossState START = new LossState(1, 0.01, 1e-6);

    private static final String REFERENCE = "Tong et al. 2023, arXiv:2301.10051";

    /** Wise-IoU v2. */
    public static final Wise WIOU_V2 = new Wise(WiseIou.V1, Monotonic.AUTHORS);
    /** Wise-IoU v3. */
    public static final Wise WIOU_V3 = new Wise(WiseIou.V1, Dynamic.AUTHORS);

    static final LossListing<BoxLoss> MONOTONIC_LISTING = LossListing.ofModifier(
            new Wise(IouFamily.CIOU, Monotonic.AUTHORS).toString(),
            "b^gamma L, b = (1 - IoU) / m detached, m the running mean of 1 - IoU",
            REFERENCE,
            (call, base) -> new Wise(base, monotonic(call)));

    static final LossListing<BoxLoss> DYNAMIC_LISTING = LossListing.ofModifier(
            new Wise(IouFamily.CIOU, Dynamic.AUTHORS).toString(),
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
        return new Monotonic(call.number("gamma"));
    }

    private static Focusing dynamic(LossExpression call) {
        return new Dynamic(call.number("alpha"), call.number("delta"));
    }

    @Override
    public SDVariable formula(BoxPairs b) {
        SDVariable missed = Detached.of(b.missedShare());
        SDVariable outlierness = b.state().map(missed::div).orElse(missed);
        return focusing.of(outlierness).mul(base.formula(b));
    }

    @Override
    public LossState initialState() {
        return START;
    }

    @Override
    public BoxPolicy policy() {
        return base.policy();
    }

    @Override
    public String toString() {
        return focusing.around(base);
    }

    /** How a pair is weighted by its outlierness \( \beta \), the missed share over its running mean. */
    public sealed interface Focusing permits Monotonic, Dynamic {

        /** \( r(\beta) \), of the shape of \( \beta \). */
        SDVariable of(SDVariable outlierness);

        /** The text of the loss with this. */
        String around(BoxLoss base);
    }

    /**
     * \( r = \beta^\gamma \): Wise-IoU v2, the worse the more.
     *
     * @param gamma \( \gamma \ge 0 \)
     */
    public record Monotonic(double gamma) implements Focusing {

        /** The authors' setting. */
        public static final Monotonic AUTHORS = new Monotonic(0.5);

        public Monotonic {
            Ranges.requireNotNegative("gamma", gamma);
        }

        @Override
        public SDVariable of(SDVariable outlierness) {
            return Power.of(outlierness, gamma, Power.TINY);
        }

        @Override
        public String around(BoxLoss base) {
            return LossExpression.written("wise_v2", base, "gamma", gamma);
        }
    }

    /**
     * \( r = \frac{\beta}{\delta\, \alpha^{\beta - \delta}} \): Wise-IoU v3, most for pairs of ordinary quality.
     *
     * @param alpha \( \alpha > 1 \)
     * @param delta \( \delta > 0 \), the outlierness whose weight is 1
     */
    public record Dynamic(double alpha, double delta) implements Focusing {

        /** The authors' current code; their paper has 1.9 and 3. */
        public static final Dynamic AUTHORS = new Dynamic(1.7, 2.7);

        public Dynamic {
            if (!(alpha > 1 && alpha < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("alpha must be above 1 and finite: " + alpha);
            }
            Ranges.requirePositive("delta", delta);
        }

        @Override
        public SDVariable of(SDVariable outlierness) {
            SDVariable decline =
                    outlierness.getSameDiff().math().exp(outlierness.rsub(delta).mul(Math.log(alpha)));
            return outlierness.mul(decline).mul(1 / delta);
        }

        @Override
        public String around(BoxLoss base) {
            return LossExpression.written("wise_v3", base, "alpha", alpha, "delta", delta);
        }
    }
}
