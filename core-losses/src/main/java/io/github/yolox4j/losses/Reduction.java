package io.github.yolox4j.losses;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.nd4j.autodiff.samediff.SDVariable;

/** What becomes of a loss's values, whichever loss it is. */
public enum Reduction {

    /** They are left as they are. */
    NONE {
        @Override
        public SDVariable of(SDVariable losses) {
            return losses;
        }
    },

    /** \( \sum_i L_i \), a scalar. */
    SUM {
        @Override
        public SDVariable of(SDVariable losses) {
            return losses.sum();
        }
    },

    /** \( \frac{1}{n} \sum_i L_i \) over all values of all dimensions, a scalar. */
    MEAN {
        @Override
        public SDVariable of(SDVariable losses) {
            return losses.mean();
        }
    };

    /**
     * Adds this reduction to the losses' graph.
     *
     * @param losses of any shape
     */
    public abstract SDVariable of(SDVariable losses);

    /**
     * The reduction of that name.
     *
     * @throws IllegalArgumentException if there is none; the message lists the valid names
     */
    public static Reduction parse(String name) {
        return Arrays.stream(values())
                .filter(reduction -> reduction.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown reduction '" + name + "'; valid are "
                        + Arrays.stream(values()).map(Reduction::toString).collect(Collectors.joining(", "))));
    }

    /** The name in lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
