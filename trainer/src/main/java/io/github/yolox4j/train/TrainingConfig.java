package io.github.yolox4j.train;

import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.decode.AnchorGrid;
import io.github.yolox4j.train.assign.SimOta;
import io.github.yolox4j.train.loss.LossChoice;
import io.github.yolox4j.train.optim.EmaDecay;
import io.github.yolox4j.train.optim.YoloxWarmCos;

/**
 * All that decides a training run besides its data.
 *
 * @param model the network; its number of classes is that of the dataset
 * @param input size that images are letterboxed to
 * @param epochs passes over the training images
 * @param batch images per step
 * @param learningRatePerImage the highest learning rate divided by the batch size
 * @param warmupEpochs the rate rises quadratically from 0 during these
 * @param finalEpochs at the end the rate stays at its minimum, and the L1 term is on
 * @param momentum of SGD
 * @param weightDecay on convolution weights
 * @param averageDecay of the moving average of the weights
 * @param losses of the three terms
 * @param assigner of anchors to objects
 * @param evaluateEvery epochs between evaluations; the last epoch is always evaluated
 * @param seed of the first weights, the order of images and augmentation
 */
public record TrainingConfig(
        YoloxConfig model,
        AnchorGrid input,
        int epochs,
        int batch,
        double learningRatePerImage,
        int warmupEpochs,
        int finalEpochs,
        double momentum,
        double weightDecay,
        EmaDecay averageDecay,
        LossChoice losses,
        SimOta assigner,
        int evaluateEvery,
        long seed) {

    private static final double REFERENCE_RATE_PER_IMAGE = 0.01 / 64;
    private static final int REFERENCE_WARMUP = 5;
    private static final int REFERENCE_FINAL = 15;
    private static final double FINAL_RATE_SHARE = 0.05;

    public TrainingConfig {
        require(epochs >= 1, "epochs must be at least 1", epochs);
        require(batch >= 1, "batch must be at least 1", batch);
        require(
                learningRatePerImage > 0 && learningRatePerImage < 1,
                "learning rate per image must lie in (0, 1)",
                learningRatePerImage);
        require(evaluateEvery >= 1, "epochs between evaluations must be at least 1", evaluateEvery);
        if (warmupEpochs < 0 || finalEpochs < 0 || warmupEpochs + finalEpochs > epochs) {
            throw new IllegalArgumentException("warm-up (" + warmupEpochs + ") and final epochs (" + finalEpochs
                    + ") must not be negative and fit into " + epochs + " epochs");
        }
    }

    /**
     * The reference's recipe. Runs too short for its 5 epochs of warm-up and 15 final ones keep their proportions: a tenth of the
     * epochs each.
     */
    public static TrainingConfig of(YoloxConfig model, AnchorGrid input, int epochs, int batch) {
        return new TrainingConfig(
                model,
                input,
                epochs,
                batch,
                REFERENCE_RATE_PER_IMAGE,
                Math.min(REFERENCE_WARMUP, epochs / 10),
                Math.min(REFERENCE_FINAL, epochs / 10),
                0.9,
                5e-4,
                EmaDecay.DEFAULT,
                LossChoice.DEFAULT,
                SimOta.DEFAULT,
                10,
                1);
    }

    public TrainingConfig withLearningRatePerImage(double rate) {
        return new TrainingConfig(
                model,
                input,
                epochs,
                batch,
                rate,
                warmupEpochs,
                finalEpochs,
                momentum,
                weightDecay,
                averageDecay,
                losses,
                assigner,
                evaluateEvery,
                seed);
    }

    public TrainingConfig withPhases(int warmup, int atTheEnd) {
        return new TrainingConfig(
                model,
                input,
                epochs,
                batch,
                learningRatePerImage,
                warmup,
                atTheEnd,
                momentum,
                weightDecay,
                averageDecay,
                losses,
                assigner,
                evaluateEvery,
                seed);
    }

    public TrainingConfig withAverageDecay(EmaDecay decay) {
        return new TrainingConfig(
                model,
                input,
                epochs,
                batch,
                learningRatePerImage,
                warmupEpochs,
                finalEpochs,
                momentum,
                weightDecay,
                decay,
                losses,
                assigner,
                evaluateEvery,
                seed);
    }

    public TrainingConfig withLosses(LossChoice choice) {
        return new TrainingConfig(
                model,
                input,
                epochs,
                batch,
                learningRatePerImage,
                warmupEpochs,
                finalEpochs,
                momentum,
                weightDecay,
                averageDecay,
                choice,
                assigner,
                evaluateEvery,
                seed);
    }

    public TrainingConfig withEvaluateEvery(int interval) {
        return new TrainingConfig(
                model,
                input,
                epochs,
                batch,
                learningRatePerImage,
                warmupEpochs,
                finalEpochs,
                momentum,
                weightDecay,
                averageDecay,
                losses,
                assigner,
                interval,
                seed);
    }

    public TrainingConfig withSeed(long number) {
        return new TrainingConfig(
                model,
                input,
                epochs,
                batch,
                learningRatePerImage,
                warmupEpochs,
                finalEpochs,
                momentum,
                weightDecay,
                averageDecay,
                losses,
                assigner,
                evaluateEvery,
                number);
    }

    /** The highest learning rate. */
    public double baseLearningRate() {
        return learningRatePerImage * batch;
    }

    /** The schedule that the rate follows. */
    public YoloxWarmCos schedule() {
        return new YoloxWarmCos(warmupEpochs, 0, finalEpochs, FINAL_RATE_SHARE);
    }

    /** Whether the L1 term is on in an epoch, counted from 0. */
    public boolean hasL1(int epoch) {
        return epoch >= epochs - finalEpochs;
    }

    private static void require(boolean holds, String rule, double value) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ", got " + value);
        }
    }
}
