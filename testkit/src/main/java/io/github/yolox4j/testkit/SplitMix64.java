package io.github.yolox4j.testkit;

import java.util.SplittableRandom;
import java.util.stream.DoubleStream;

/** The generator behind every seeded number of the golden files: 53 random bits over [0, 1). */
public final class SplitMix64 {

    private final SplittableRandom random;

    public SplitMix64(long seed) {
        random = new SplittableRandom(seed);
    }

    /** The next {@code n} numbers, each {@code (nextLong() >>> 11) * 2^-53}. */
    public double[] doubles(int n) {
        return DoubleStream.generate(() -> (random.nextLong() >>> 11) * 0x1p-53)
                .limit(n)
                .toArray();
    }
}
