package io.github.yolox4j.train.optim.schedule;

/**
 * How long a training run is.
 *
 * @param iterationsPerEpoch at least 1
 * @param epochs at least 1
 */
public record TrainingLength(int iterationsPerEpoch, int epochs) {

    public TrainingLength {
        if (iterationsPerEpoch < 1 || epochs < 1) {
            throw new IllegalArgumentException(
                    "need at least 1 iteration per epoch and 1 epoch, got " + iterationsPerEpoch + " and " + epochs);
        }
    }

    /** Iterations of the whole run. */
    public long iterations() {
        return iterations(epochs);
    }

    long iterations(int someEpochs) {
        return (long) iterationsPerEpoch * someEpochs;
    }
}
