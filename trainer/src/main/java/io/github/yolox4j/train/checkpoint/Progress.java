package io.github.yolox4j.train.checkpoint;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.yolox4j.losses.LossState;

/**
 * How far a training run has come.
 *
 * @param epoch epochs done
 * @param iteration steps done
 * @param lossState the value of the {@link LossState} that the loss carries; 1 where it carries none
 * @param bestAp the highest AP on the validation images so far; -1 before the first evaluation
 * @param bestEpoch epochs done when it was reached; 0 before the first evaluation
 */
public record Progress(
        int epoch,
        long iteration,
        long averageUpdates,
        @JsonProperty(LossState.KEY) double lossState,
        double bestAp,
        int bestEpoch) {

    /** Before the first step. */
    public static final Progress START = new Progress(0, 0, 0, 1, -1, 0);
}
