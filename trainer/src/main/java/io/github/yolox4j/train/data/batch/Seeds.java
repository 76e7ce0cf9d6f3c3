package io.github.yolox4j.train.data.batch;

import java.util.SplittableRandom;

/** Generators for the parts of a seeded whole: equal paths give equal numbers, whoever draws first. */
public final class Seeds {

    private Seeds() {}

    /** The generator at this path below the seed, as {@code (seed, epoch, index)}. */
    public static SplittableRandom at(long seed, long... path) {
        long state = seed;
        for (long step : path) {
            state = new SplittableRandom(state ^ new SplittableRandom(step).nextLong()).nextLong();
        }
        return new SplittableRandom(state);
    }

    static int[] permutation(int n, SplittableRandom random) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
