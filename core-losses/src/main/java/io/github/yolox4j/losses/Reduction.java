package io.github.yolox4j.losses;

import java.util.Locale;
import java.util.function.UnaryOperator;
import org.nd4j.autodiff.samediff.SDVariable;

/** What becomes of a loss's values, whichever loss it is. */
public enum Reduction {

    /** They are left as they are. */
    NONE(losses -> losses),
    /** \( \sum_i L_i \), a scalar. */
    SUM(losses -> losses.sum()),
    /** \( \frac{1}{n} \sum_i L_i \) over all values of all dimensions, a scalar. */
    MEAN(losses -> losses.mean());

    private final UnaryOperator<SDVariable> operator;

    Reduction(UnaryOperator<SDVariable> operator) {
        this.operator = operator;
    }

    /**
     * Adds this reduction to the losses' graph.
     *
     * @param losses of any shape
     */
    public SDVariable of(SDVariable losses) {
        return operator.apply(losses);
    }

    /** The name in lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
