package io.github.yolox4j.train.engine;

import io.github.yolox4j.train.loss.LossTerms;

/** Training has left the range of numbers; checkpoints written before are untouched. */
public final class DivergedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public DivergedException(String message) {
        super(message);
    }

    /** Of a network whose predictions are not finite. */
    public static DivergedException ofPredictions() {
        return new DivergedException("the network's predictions are not finite");
    }

    /** Of a step whose loss is not a number, or infinite. */
    public static DivergedException ofLoss(LossTerms loss) {
        String what = Double.isNaN(loss.total()) ? "not a number" : "not finite";
        return new DivergedException("the loss is " + what + ": " + loss);
    }

    /** The same, saying where it happened. */
    public DivergedException at(String place) {
        DivergedException placed = new DivergedException(getMessage() + ", " + place);
        placed.initCause(this);
        return placed;
    }
}
