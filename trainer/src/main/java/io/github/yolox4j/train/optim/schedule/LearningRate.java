package io.github.yolox4j.train.optim.schedule;

/**
 * A learning-rate schedule: the shape of the rate over a run, independent of its height and of the run's length.
 *
 * <p>In the formulas \(\eta\) is the base rate, \(i\) the iteration, \(N\) the iterations of the whole run.
 *
 * @see LearningRates#parse
 */
public sealed interface LearningRate permits YoloxWarmCos, WarmCos, Cos, MultiStep {

    /**
     * The rate for one iteration.
     *
     * @param baseRate \(\eta\), the highest rate
     * @param iteration \(i\), counted from 0 at the start of the run
     */
    double at(double baseRate, TrainingLength length, long iteration);

    /**
     * The same shape for a run of which this is known; a shape without a warm-up, or without a constant end, has none.
     *
     * @param warmupEpochs epochs of warm-up, at least 0
     * @param lastEpochs epochs at the end, those without strong augmentation; at least 0
     */
    LearningRate forRun(int warmupEpochs, int lastEpochs);
}
