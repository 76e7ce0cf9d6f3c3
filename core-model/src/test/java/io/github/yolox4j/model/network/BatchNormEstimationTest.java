package io.github.yolox4j.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.graph.BatchNorm;
import io.github.yolox4j.model.weights.ParameterSpec;
import io.github.yolox4j.model.weights.Weights;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class BatchNormEstimationTest {

    private static final YoloxConfig SMALL = new YoloxConfig("small", 0.33, 0.125, true, 2);
    private static final AnchorGrid GRID = new AnchorGrid(64, 32);
    private static final int BATCH = 2;

    private final SplittableRandom random = new SplittableRandom(4);
    private final List<float[]> batches = List.of(pixels(), pixels(), pixels());
    private final Weights weights = folded();

    @Test
    void the_function_stays_and_folding_is_over() {
        assertThat(BatchNormEstimation.isFolded(weights)).isTrue();
        double[] before = raw(batches.get(0));

        BatchNormEstimation.apply(SMALL, weights, GRID, BATCH, batches.iterator());

        assertThat(BatchNormEstimation.isFolded(weights)).isFalse();
        assertThat(raw(batches.get(0))).containsExactly(before, within(1e-9));
    }

    @Test
    void a_second_estimate_on_the_same_images_changes_nothing() {
        BatchNormEstimation.apply(SMALL, weights, GRID, BATCH, batches.iterator());
        Weights once = weights.copy(DataType.DOUBLE);

        BatchNormEstimation.apply(SMALL, weights, GRID, BATCH, batches.iterator());

        for (String name : weights.names()) {
            assertThat(weights.value(name).sub(once.value(name)).amaxNumber().doubleValue())
                    .as(name)
                    .isLessThan(1e-9);
        }
    }

    /** The stem's convolution sees the images themselves, so that the training graph gives its moments directly. */
    @Test
    void running_statistics_are_those_of_the_convolution_over_all_batches() {
        String stem = "backbone.backbone.stem.conv.bn.";
        double[] means = new double[batches.size()];
        double[] squares = new double[batches.size()];
        for (int i = 0; i < means.length; i++) {
            Map<String, INDArray> moments = YoloxGraph.training(SMALL, weights, GRID)
                    .graph()
                    .output(Map.of(YoloxGraph.IMAGES, images(batches.get(i))), stem + "batch_mean", stem + "batch_var");
            means[i] = moments.get(stem + "batch_mean").getDouble(0, 0, 0, 0);
            squares[i] = moments.get(stem + "batch_var").getDouble(0, 0, 0, 0) + means[i] * means[i];
        }
        double mean = (means[0] + means[1] + means[2]) / 3;
        double count = 3 * BATCH * 32 * 16;
        double variance = ((squares[0] + squares[1] + squares[2]) / 3 - mean * mean) * count / (count - 1);

        BatchNormEstimation.apply(SMALL, weights, GRID, BATCH, batches.iterator());

        assertThat(weights.value(stem + "running_mean").getDouble(0, 0, 0, 0)).isCloseTo(mean, within(1e-6));
        assertThat(weights.value(stem + "running_var").getDouble(0, 0, 0, 0))
                .isCloseTo(variance, within(1e-6 * variance));
    }

    @Test
    void no_images_and_images_of_another_size_are_refused() {
        assertThatThrownBy(() -> BatchNormEstimation.apply(
                        SMALL, weights, GRID, BATCH, List.<float[]>of().iterator()))
                .hasMessage("batch-norm statistics need at least one batch of images, got none");
        assertThatThrownBy(() -> BatchNormEstimation.apply(
                        SMALL, weights, GRID, BATCH, List.of(new float[5]).iterator()))
                .hasMessage("a batch must hold 12288 numbers, got 5");
    }

    private static Weights folded() {
        Weights weights = new Yolox(SMALL).initialise(DataType.DOUBLE, 3);
        SplittableRandom biases = new SplittableRandom(8);
        for (ParameterSpec spec : weights.specs()) {
            INDArray value = weights.value(spec.name());
            switch (spec.kind()) {
                case RUNNING_MEAN -> value.assign(0);
                case RUNNING_VARIANCE -> value.assign(1 - BatchNorm.EPSILON);
                case NORM_WEIGHT -> value.assign(1);
                case NORM_BIAS -> value.addi(biases.nextDouble() - 0.5);
                default -> {}
            }
        }
        return weights;
    }

    private double[] raw(float[] batch) {
        return YoloxGraph.evaluation(SMALL, weights, GRID)
                .graph()
                .outputSingle(Map.of(YoloxGraph.IMAGES, images(batch)), YoloxGraph.RAW)
                .data()
                .asDouble();
    }

    private static INDArray images(float[] batch) {
        return Nd4j.createFromArray(batch).castTo(DataType.DOUBLE).reshape(BATCH, 3, GRID.height(), GRID.width());
    }

    private float[] pixels() {
        float[] pixels = new float[BATCH * 3 * GRID.height() * GRID.width()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextDouble(255);
        }
        return pixels;
    }
}
