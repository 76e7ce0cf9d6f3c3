package io.github.yolox4j.cli.bench;

import io.github.yolox4j.detection.DetectionPhases;
import io.github.yolox4j.detection.image.BgrImage;
import java.util.List;

/** How long detection took: all of it, letterbox, network, and what decoding and suppression the file leaves. */
record InferenceTimes(StepTimes whole, StepTimes preprocessing, StepTimes run, StepTimes postprocessing) {

    /** Times one batch over and over, after some runs before the clock starts. */
    static InferenceTimes measure(DetectionPhases phases, List<BgrImage> images, int warmup, int runs) {
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
        return new InferenceTimes(
                StepTimes.ofNanos(whole),
                StepTimes.ofNanos(before),
                StepTimes.ofNanos(network),
                StepTimes.ofNanos(after));
    }
}
