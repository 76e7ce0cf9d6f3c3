package io.github.yolox4j.train.engine;

/** Training has left the range of numbers; checkpoints written before are untouched. */
public final class DivergedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public DivergedException(String message) {
        super(message);
    }

    /** Of a network that predicts values that are no numbers. */
    public static DivergedException ofPredictions() {
        return new DivergedException("the network predicts values that are no numbers");
    }

    /** The same, saying where it happened. */
    public DivergedException at(String place) {
        DivergedException placed = new DivergedException(getMessage() + ", " + place);
        placed.initCause(this);
        return placed;
    }
}
