package io.github.yolox4j.train;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Tells after an epoch whether there is time for another: whether the limit has room for the evaluation that this one
 * has still to get, for an epoch as long as the longest so far, and for its evaluation, as long as the longest so far.
 */
final class TimeLimit {

    private final Duration limit;
    private final Clock clock;
    private final Instant start;
    private Instant epochStart;
    private Instant epochEnd;
    private Duration longestEpoch = Duration.ZERO;
    private Duration longestEvaluation = Duration.ZERO;
    private boolean isUp;

    /**
     * Starts now.
     *
     * @param limit zero for none
     */
    TimeLimit(Duration limit, Clock clock) {
        this.limit = limit;
        this.clock = clock;
        start = clock.instant();
        epochStart = start;
        epochEnd = start;
    }

    /** The steps of an epoch begin. */
    void beginEpoch() {
        epochStart = clock.instant();
    }

    /**
     * The steps of an epoch have ended.
     *
     * @param isEvaluated whether an evaluation follows, if the run goes on
     */
    void endEpoch(boolean isEvaluated) {
        epochEnd = clock.instant();
        longestEpoch = longer(longestEpoch, Duration.between(epochStart, epochEnd));
        Duration evaluations = longestEvaluation.multipliedBy(isEvaluated ? 2 : 1);
        Duration end = Duration.between(start, epochEnd).plus(longestEpoch).plus(evaluations);
        isUp = !limit.isZero() && end.compareTo(limit) > 0;
    }

    /** Whether the epoch that has just ended is to be the last. */
    boolean isUp() {
        return isUp;
    }

    /** The evaluation after an epoch has ended. */
    void endEvaluation() {
        longestEvaluation = longer(longestEvaluation, Duration.between(epochEnd, clock.instant()));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
