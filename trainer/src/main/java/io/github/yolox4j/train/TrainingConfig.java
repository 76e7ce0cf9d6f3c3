package io.github.yolox4j.train;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.LayerTable;
import io.github.yolox4j.train.assign.Assigner;
import io.github.yolox4j.train.data.augment.AugmentationRecipe;
import io.github.yolox4j.train.data.batch.ImageOrder;
import io.github.yolox4j.train.data.batch.SizeRange;
import io.github.yolox4j.train.data.batch.SizeSchedule;
import io.github.yolox4j.train.loss.LossChoice;
import io.github.yolox4j.train.optim.schedule.LearningRate;
import io.github.yolox4j.train.task.yolox.YoloxTask;
import java.util.List;

/**
 * All that decides a training run besides its data.
 *
 * @param task what the detector learns, and with which network; its number of classes is that of the dataset
 * @param input size that images are letterboxed to
 * @param sizes heights that training varies the input in; only the input's own without multi-scale training
 * @param batch images per step, of all ranks together
 * @param augmentation of the training images, until the last epochs
 * @param order of the training images: {@link ImageOrder#SHUFFLED}, or {@link ImageOrder#BALANCED} among classes
 * @param supervision what is done between epochs, and what ends the run early
 * @param seed of the first weights, the order of images and augmentation
 */
public record TrainingConfig(
        YoloxTask task,
        AnchorGrid input,
        SizeRange sizes,
        int batch,
        Epochs epochs,
        Optimisation optimisation,
        AugmentationRecipe augmentation,
        ImageOrder order,
        Supervision supervision,
        long seed) {

    private static final long LIBRARIES = 300L << 20;
    private static final int COPIES = 4;

    public TrainingConfig {
        if (batch < 1) {
            throw new IllegalArgumentException("batch must be at least 1, got " + batch);
        }
        if (order == ImageOrder.LISTED) {
            throw new IllegalArgumentException("training images must be shuffled or balanced, got " + order);
        }
    }

    /** The reference's recipe for this network, at one size. */
    public static TrainingConfig of(YoloxConfig model, AnchorGrid input, int batch, Epochs epochs) {
        return new TrainingConfig(
                YoloxTask.of(model),
                input,
                SizeRange.only(input),
                batch,
                epochs,
                Optimisation.DEFAULT,
                AugmentationRecipe.of(model),
                ImageOrder.SHUFFLED,
                Supervision.DEFAULT,
                1);
    }

    /** Multi-scale training: the input's size changes every {@value SizeSchedule#EVERY} iterations. */
    public TrainingConfig withSizes(SizeRange other) {
        return new TrainingConfig(
                task, input, other, batch, epochs, optimisation, augmentation, order, supervision, seed);
    }

    public TrainingConfig withOptimisation(Optimisation other) {
        return new TrainingConfig(task, input, sizes, batch, epochs, other, augmentation, order, supervision, seed);
    }

    public TrainingConfig withBatch(int images) {
        return new TrainingConfig(
                task, input, sizes, images, epochs, optimisation, augmentation, order, supervision, seed);
    }

    private TrainingConfig withTask(YoloxTask other) {
        return new TrainingConfig(
                other, input, sizes, batch, epochs, optimisation, augmentation, order, supervision, seed);
    }

    public TrainingConfig withLosses(LossChoice other) {
        return withTask(task.withLosses(other));
    }

    public TrainingConfig withAugmentation(AugmentationRecipe other) {
        return new TrainingConfig(task, input, sizes, batch, epochs, optimisation, other, order, supervision, seed);
    }

    public TrainingConfig withOrder(ImageOrder other) {
        return new TrainingConfig(
                task, input, sizes, batch, epochs, optimisation, augmentation, other, supervision, seed);
    }

    public TrainingConfig withAssigner(Assigner other) {
        return withTask(task.withAssigner(other));
    }

    public TrainingConfig withSupervision(Supervision other) {
        return new TrainingConfig(task, input, sizes, batch, epochs, optimisation, augmentation, order, other, seed);
    }

    public TrainingConfig withEvaluateEvery(int interval) {
        return withSupervision(supervision.withEvaluateEvery(interval));
    }

    public TrainingConfig withSeed(long number) {
        return new TrainingConfig(
                task, input, sizes, batch, epochs, optimisation, augmentation, order, supervision, number);
    }

    /** The network. */
    public YoloxConfig model() {
        return task.network();
    }

    /** The input's size at every iteration. */
    public SizeSchedule sizeSchedule() {
        return new SizeSchedule(input, sizes, seed);
    }

    /** What is done to the images of an epoch, counted from 0: in the last ones no two are combined. */
    public AugmentationRecipe augmentationOf(int epoch) {
        return epochs.isAmongLast(epoch) ? augmentation.withoutMixing() : augmentation;
    }

    /** The highest learning rate: that of an image times the images of an optimiser's step. */
    public double baseLearningRate() {
        return optimisation.learningRatePerImage() * batch * optimisation.accumulate();
    }

    /** The schedule that the rate follows, with the warm-up and the last epochs of this run. */
    public LearningRate schedule() {
        return optimisation.schedule().forRun(epochs.warmup(), epochs.last());
    }

    /**
     * About how many bytes a run takes outside of the Java heap, in single precision:
     * \[ M \approx M_0 + 4 P (4 + s + a) + 4 k A b \]
     * with \(P\) parameters, of which there are weights, gradients, the moving average and its copy for evaluation;
     * \(s\) numbers of optimiser's state for each (SGD 1, AdamW 2); \(a = 1\) if gradients are accumulated, else 0;
     * \(A\) numbers that the layers of the network put out for one image of the largest input; and \(b\) images in a
     * batch. \(M_0\), for libraries and code, and \(k\), how many numbers an engine keeps for each of a layer's, were
     * measured as resident memory of {@code yolox4j bench step}, which does not evaluate.
     *
     * @param perActivation \(k\) of the engine: {@code NUMBERS_PER_ACTIVATION} of its class
     */
    public long memoryNeed(double perActivation) {
        List<AnchorGrid> inputs = sizeSchedule().sizes();
        LayerTable table = LayerTable.of(model(), inputs.get(inputs.size() - 1));
        long activations = batch
                * table.layers().stream()
                        .mapToLong(layer -> layer.output().size())
                        .sum();
        int accumulated = optimisation.accumulate() > 1 ? 1 : 0;
        int perParameter = COPIES + optimisation.optimizer().memory() + accumulated;
        return LIBRARIES + Float.BYTES * (table.parameters() * perParameter + (long) (perActivation * activations));
    }
}
