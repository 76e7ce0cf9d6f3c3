package io.github.yolox4j.train.data.augment;

import java.util.SplittableRandom;

/**
 * Factors of size, all with equal probability.
 *
 * @param smallest above 0
 * @param largest at least {@code smallest}
 */
public record ScaleRange(double smallest, double largest) {

    public ScaleRange {
        if (!(smallest > 0 && smallest <= largest && Double.isFinite(largest))) {
            throw new IllegalArgumentException(
                    "scales need 0 < smallest <= largest, got " + smallest + " and " + largest);
        }
    }

    double draw(SplittableRandom random) {
        return smallest + (largest - smallest) * random.nextDouble();
    }

    @Override
    public String toString() {
        return smallest + " to " + largest;
    }
}
