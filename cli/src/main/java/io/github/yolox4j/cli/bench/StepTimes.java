package io.github.yolox4j.cli.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;

/** How long a step took, over some repetitions, in milliseconds: the fastest, and what 50 and 95 % did not exceed. */
record StepTimes(
        @JsonProperty("best_ms") double best,
        @JsonProperty("median_ms") double median,
        @JsonProperty("p95_ms") double p95) {

    private static final double NANOS = 1e6;

    static StepTimes ofNanos(long[] times) {
        long[] sorted = times.clone();
        Arrays.sort(sorted);
        return new StepTimes(sorted[0] / NANOS, reached(sorted, 0.5), reached(sorted, 0.95));
    }

    private static double reached(long[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1] / NANOS;
    }
}
