package io.github.yolox4j.cli.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.yolox4j.detection.DetectionPhases;
import io.github.yolox4j.detection.image.BgrImage;
import java.util.Arrays;
import java.util.List;

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

    /** How long detection took: all of it, letterbox, network, and what decoding and suppression the file leaves. */
    record OfDetection(StepTimes whole, StepTimes preprocessing, StepTimes run, StepTimes postprocessing) {

        /** Times one batch over and over, after some runs before the clock starts. */
        static OfDetection measure(DetectionPhases phases, List<BgrImage> images, int warmup, int runs) {
            long[] whole = new long[runs];
            long[] before = new long[runs];
            long[] network = new long[runs];
            long[] after = new long[runs];
            for (int i = -warmup; i < runs; i++) {
                long start = System.nanoTime();
                phases.prepare(images);
                long prepared = System.nanoTime();
                phases.run();
                long computed = System.nanoTime();
                phases.finish();
                long end = System.nanoTime();
                if (i >= 0) {
                    whole[i] = end - start;
                    before[i] = prepared - start;
                    network[i] = computed - prepared;
                    after[i] = end - computed;
                }
            }
            return new OfDetection(
                    StepTimes.ofNanos(whole),
                    StepTimes.ofNanos(before),
                    StepTimes.ofNanos(network),
                    StepTimes.ofNanos(after));
        }
    }
}
