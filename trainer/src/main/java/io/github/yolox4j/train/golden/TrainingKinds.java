package io.github.yolox4j.train.golden;

import io.github.yolox4j.testkit.golden.GoldenKinds;
import io.github.yolox4j.train.engine.SameDiffEngine;
import io.github.yolox4j.train.engine.TrainingEngine;

/** The kinds of golden cases about training: metrics, the head's loss, schedules, whole steps. */
public final class TrainingKinds {

    private TrainingKinds() {}

    /** Computed by SameDiff. */
    public static GoldenKinds all() {
        return all(SameDiffEngine::of);
    }

    /**
     * All kinds.
     *
     * @param single computes training steps in single precision; those in double precision SameDiff computes
     */
    public static GoldenKinds all(TrainingEngine.Factory single) {
        return GoldenKinds.of(
                new CocoMetricsKind(), new HeadLossKind(), new LearningRateKind(), new TrainStepsKind(single));
    }
}
