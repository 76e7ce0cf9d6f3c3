package io.github.yolox4j.train;

/** The loss is no longer a number; the checkpoints written before are untouched. */
public final class TrainingDivergedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    TrainingDivergedException(String message) {
        super(message);
    }
}
