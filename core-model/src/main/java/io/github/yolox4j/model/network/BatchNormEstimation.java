package io.github.yolox4j.model.network;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.graph.BatchNorm;
import io.github.yolox4j.model.graph.GraphPlan;
import io.github.yolox4j.model.weights.ParameterKind;
import io.github.yolox4j.model.weights.ParameterSpec;
import io.github.yolox4j.model.weights.Weights;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Gives batch-norms the statistics of images without changing what the network computes: the running mean and variance
 * become those of each convolution's output, and weight and bias make up for it,
 * \[ \gamma' = \gamma \frac{\sigma'}{\sigma}, \qquad \beta' = \beta + \gamma \frac{\mu' - \mu}{\sigma}, \qquad
 *    \sigma = \sqrt{\mathrm{var} + 10^{-3}}. \]
 *
 * <p>Weights whose batch-norms were folded into the convolutions need this before training goes on from them: theirs is
 * the identity, and normalising by a batch's statistics would change the function at the first step.
 */
public final class BatchNormEstimation implements AutoCloseable {

    private static final String MEAN = ".estimated_mean";
    private static final String VARIANCE = ".estimated_var";

    private final Weights weights;
    private final INDArray images;
    private final GraphPlan plan;
    private final List<Layer> layers = new ArrayList<>();
    private int batches;

    /** The batch-norm of a path, and the moments of its input over the batches so far. */
    private final class Layer {

        private final String path;
        private final long channels;
        /** Numbers per channel in one batch. */
        private final long count;

        private final INDArray meanSum;
        private final INDArray squareSum;

        Layer(ParameterSpec runningMean) {
            path = pathOf(runningMean);
            channels = runningMean.outputs();
            long[] shape = plan.shape(input(path));
            count = shape[0] * shape[2] * shape[3];
            meanSum = Nd4j.zeros(DataType.DOUBLE, 1, channels, 1, 1);
            squareSum = meanSum.dup();
        }

        void addBatch() {
            INDArray mean = plan.output(path + MEAN).castTo(meanSum.dataType());
            meanSum.addi(mean);
            squareSum.addi(
                    plan.output(path + VARIANCE).castTo(meanSum.dataType()).addi(mean.mul(mean)));
        }

        void write() {
            INDArray mean = meanSum.div(batches);
            INDArray biased = squareSum.div(batches).subi(mean.mul(mean));
            double n = (double) count * batches;
            INDArray variance = biased.muli(n / Math.max(n - 1, 1));

            INDArray weight = weights.value(path + ".weight").castTo(mean.dataType());
            INDArray gain = weight.div(deviation(weights.value(path + ".running_var")));
            INDArray shift = mean.sub(weights.value(path + ".running_mean").castTo(mean.dataType()));
            weights.value(path + ".bias").addi(shift.mul(gain).castTo(weights.type()));
            weights.value(path + ".weight").assign(gain.mul(deviation(variance)));
            weights.value(path + ".running_mean").assign(mean);
            weights.value(path + ".running_var").assign(variance);
        }

        private INDArray deviation(INDArray variance) {
            return Transforms.sqrt(variance.castTo(meanSum.dataType()).add(BatchNorm.EPSILON), false);
        }
    }

    private BatchNormEstimation(YoloxConfig config, Weights weights, AnchorGrid grid, int batch) {
        this.weights = weights;
        images = Nd4j.zeros(weights.type(), batch, 3, grid.height(), grid.width());
        YoloxGraph network = YoloxGraph.evaluation(config, weights, grid);
        List<ParameterSpec> means = weights.specs().stream()
                .filter(spec -> spec.kind() == ParameterKind.RUNNING_MEAN)
                .toList();
        List<String> outputs = new ArrayList<>();
        for (ParameterSpec spec : means) {
            String path = pathOf(spec);
            SDVariable x = network.graph().getVariable(input(path));
            SDVariable mean = x.mean(path + MEAN, true, 0, 2, 3);
            SDVariable centred = x.sub(mean);
            centred.mul(centred).mean(path + VARIANCE, true, 0, 2, 3);
            outputs.add(path + MEAN);
            outputs.add(path + VARIANCE);
        }
        Map<String, INDArray> inputs = new HashMap<>(weights.values());
        inputs.put(YoloxGraph.IMAGES, images);
        plan = GraphPlan.compile(network.graph(), inputs, outputs);
        means.forEach(spec -> layers.add(new Layer(spec)));
    }

    /**
     * Estimates on batches and changes the weights.
     *
     * @param batches each {@code [batch, 3, height, width]} in C order, blue-green-red, 0..255, of the grid's size
     * @param batch images in each
     * @throws IllegalArgumentException if there is no batch, or one is of another size
     */
    public static void apply(
            YoloxConfig config, Weights weights, AnchorGrid grid, int batch, Iterator<float[]> batches) {
        try (BatchNormEstimation estimation = new BatchNormEstimation(config, weights, grid, batch)) {
            batches.forEachRemaining(estimation::add);
            estimation.finish();
        }
    }

    /** Whether every batch-norm is the identity but for its bias, as after reading a file where it was folded away. */
    public static boolean isFolded(Weights weights) {
        double unit = 1 - BatchNorm.EPSILON;
        return weights.specs().stream().allMatch(spec -> switch (spec.kind()) {
            case RUNNING_MEAN -> isAll(weights, spec, 0);
            case RUNNING_VARIANCE -> isAll(weights, spec, unit);
            case NORM_WEIGHT -> isAll(weights, spec, 1);
            default -> true;
        });
    }

    private static boolean isAll(Weights weights, ParameterSpec spec, double value) {
        return weights.value(spec.name()).sub(value).amaxNumber().doubleValue() < 1e-6;
    }

    private void add(float[] pixels) {
        if (pixels.length != images.length()) {
            throw new IllegalArgumentException(
                    "a batch must hold " + images.length() + " numbers, got " + pixels.length);
        }
        try (INDArray given = Nd4j.createFromArray(pixels)) {
            images.assign(given.reshape(images.shape()));
        }
        plan.run();
        layers.forEach(Layer::addBatch);
        batches++;
    }

    private void finish() {
        if (batches == 0) {
            throw new IllegalArgumentException("batch-norm statistics need at least one batch of images, got none");
        }
        layers.forEach(Layer::write);
    }

    private static String pathOf(ParameterSpec runningMean) {
        return runningMean.name().replaceAll("\\.running_mean$", "");
    }

    /** The convolution before a batch-norm. */
    private static String input(String path) {
        return path.replaceAll("\\.bn$", ".conv");
    }

    @Override
    public void close() {
        plan.close();
        images.close();
    }
}
