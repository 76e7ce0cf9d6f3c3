package io.github.yolox4j.train.data.augment;

import java.util.SplittableRandom;

/** Draws that several transforms make. */
final class Chance {

    private Chance() {}

    static void check(String name, double probability) {
        if (!(probability >= 0 && probability <= 1)) { // also rejects NaN
            throw new IllegalArgumentException(name + " must be between 0 and 1: " + probability);
        }
    }

    /** True with this probability; what is certain draws no number. */
    static boolean of(double probability, SplittableRandom random) {
        return probability >= 1 || probability > 0 && random.nextDouble() < probability;
    }

    /** Uniform between minus and plus {@code reach}. */
    static double symmetric(double reach, SplittableRandom random) {
        return (2 * random.nextDouble() - 1) * reach;
    }
}
