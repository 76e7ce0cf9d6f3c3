package io.github.yolox4j.losses.box;

import io.github.yolox4j.losses.LossExpression;
import org.nd4j.autodiff.samediff.SDVariable;

/** How {@link Wise} weighs a pair by its outlierness \( \beta \), the missed share over its running mean. */
public sealed interface Focusing {

    /** \( r(\beta) \), of the shape of \( \beta \). */
    SDVariable of(SDVariable outlierness);

    /** The text of {@link Wise} with this. */
    String around(BoxLoss base);

    /**
     * \( r = \beta^\gamma \): Wise-IoU v2, the worse the more.
     *
     * @param gamma \( \gamma \ge 0 \)
     */
    record Monotonic(double gamma) implements Focusing {

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
    record Dynamic(double alpha, double delta) implements Focusing {

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
