package io.github.yolox4j.losses.box.geometry;

import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * What a loss adds to the missed share, \( p \ge 0 \).
 *
 * @param value \( p \)
 * @param denominator \( d \) where \( p = n/d \) and powers of it are guarded below the line: \( n^a/(d^a +
 *     \varepsilon) \)
 */
public record Penalty(SDVariable value, Optional<SDVariable> denominator) {

    private static final double POSITIVE = 1e-18;

    /** Without a denominator. */
    public static Penalty of(SDVariable value) {
        return new Penalty(value, Optional.empty());
    }

    /** \( n/d \), where the guard keeps \( d \) from zero. */
    public static Penalty quotient(SDVariable numerator, SDVariable denominator, Guard guard) {
        return new Penalty(numerator.div(guard.of(denominator)), Optional.of(denominator));
    }

    /**
     * \( (p + \varepsilon)^a \), and for quotients \( p^a\, d^a/(d^a + \varepsilon) \), where the second factor is
     * \( \sigma(a \ln d - \ln \varepsilon) \), which cannot overflow.
     */
    public SDVariable raised(double exponent, double eps) {
        SDVariable power = Power.of(value, exponent, eps);
        return denominator
                .map(d -> {
                    SameDiff graph = d.getSameDiff();
                    SDVariable logarithm = graph.math().log(d.add(POSITIVE)).mul(exponent);
                    return power.mul(graph.nn().sigmoid(logarithm.sub(Math.log(eps))));
                })
                .orElse(power);
    }
}
