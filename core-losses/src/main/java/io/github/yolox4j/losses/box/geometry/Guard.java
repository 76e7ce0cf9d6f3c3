package io.github.yolox4j.losses.box.geometry;

import java.util.Objects;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * How a denominator that is never negative is kept from zero.
 *
 * @param placement where eps goes
 * @param eps at least {@value #SMALLEST}, because the gradient of a quotient divides by the square, which must be a
 *     normal {@code float}
 */
public record Guard(Placement placement, double eps) {

    static final double SMALLEST = 1e-18;

    /** The two forms in use. */
    public enum Placement {
        /** \( x + \varepsilon \). */
        ADDED,
        /** \( \max(x, \varepsilon) \), without gradient where eps wins. */
        FLOOR
    }

    public Guard {
        Objects.requireNonNull(placement, "placement");
        checkEps("eps", eps);
    }

    /** \( x + \varepsilon \). */
    public static Guard added(double eps) {
        return new Guard(Placement.ADDED, eps);
    }

    /** \( \max(x, \varepsilon) \). */
    public static Guard floor(double eps) {
        return new Guard(Placement.FLOOR, eps);
    }

    /** Refuses an eps that guards nothing. */
    public static void checkEps(String what, double eps) {
        if (!(eps >= SMALLEST && eps < 1)) {
            throw new IllegalArgumentException(what + " must be at least " + SMALLEST + " and below 1: " + eps);
        }
    }

    /** \( x \), kept from zero. */
    public SDVariable of(SDVariable x) {
        return switch (placement) {
            case ADDED -> x.add(eps);
            case FLOOR -> x.getSameDiff().nn().relu(x.sub(eps), 0).add(eps);
        };
    }
}
