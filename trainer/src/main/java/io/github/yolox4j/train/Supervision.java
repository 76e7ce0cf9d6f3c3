package io.github.yolox4j.train;

import io.github.yolox4j.train.data.batch.UnreadableImages;
import java.time.Duration;

/**
 * What a run does between its epochs, and what ends it early.
 *
 * @param evaluateEvery epochs between evaluations, at least 1; the last epoch is always evaluated
 * @param saveEvery epochs between checkpoints that are kept, besides the last and the best one; 0 for none
 * @param patience the run ends at an evaluation so many epochs, or more, after that of the highest AP; 0 for never
 * @param maxTime the run ends, with an evaluation, after the epoch that leaves no time for another one, as far as can
 *     be told from those before; one epoch is always run. Zero for no limit. It counts anew when a run is resumed,
 *     and changes no learning rate
 * @param unreadable what is done about images that cannot be read
 */
public record Supervision(
        int evaluateEvery, int saveEvery, int patience, Duration maxTime, UnreadableImages unreadable) {

    /** An evaluation every 10 epochs; runs to its end, over images that cannot be read too. */
    public static final Supervision DEFAULT = new Supervision(10, 0, 0, Duration.ZERO, UnreadableImages.SKIP);

    public Supervision {
        if (evaluateEvery < 1) {
            throw new IllegalArgumentException("epochs between evaluations must be at least 1, got " + evaluateEvery);
        }
        if (saveEvery < 0 || patience < 0) {
            throw new IllegalArgumentException(
                    "epochs between kept checkpoints, and epochs of patience, must be at least 0, got " + saveEvery
                            + " and " + patience);
        }
        if (maxTime.isNegative()) {
            throw new IllegalArgumentException("the time of a run must not be negative, got " + maxTime);
        }
    }

    public Supervision withEvaluateEvery(int epochs) {
        return new Supervision(epochs, saveEvery, patience, maxTime, unreadable);
    }

    public Supervision withSaveEvery(int epochs) {
        return new Supervision(evaluateEvery, epochs, patience, maxTime, unreadable);
    }

    public Supervision withPatience(int epochs) {
        return new Supervision(evaluateEvery, saveEvery, epochs, maxTime, unreadable);
    }

    public Supervision withMaxTime(Duration time) {
        return new Supervision(evaluateEvery, saveEvery, patience, time, unreadable);
    }

    public Supervision withUnreadable(UnreadableImages other) {
        return new Supervision(evaluateEvery, saveEvery, patience, maxTime, other);
    }

    boolean evaluatesAfter(int epochs, Epochs run) {
        return epochs % evaluateEvery == 0 || epochs == run.total();
    }

    boolean keepsAfter(int epochs) {
        return saveEvery > 0 && epochs % saveEvery == 0;
    }

    /** Whether a run of so many epochs, the best of which is known, has come to its end early. */
    boolean givesUpAfter(int epochs, int bestEpoch) {
        return patience > 0 && epochs > 0 && epochs % evaluateEvery == 0 && epochs - bestEpoch >= patience;
    }
}
