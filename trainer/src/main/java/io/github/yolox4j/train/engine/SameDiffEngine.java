package io.github.yolox4j.train.engine;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.losses.LossState;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.graph.GraphPlan;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.model.weights.ParameterSpec;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.train.assign.SimOta;
import io.github.yolox4j.train.assign.TargetObject;
import io.github.yolox4j.train.loss.LossChoice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The training step as a SameDiff graph with SameDiff's own gradients, run by a compiled plan: the forward pass, then label
 * assignment in plain Java on what it predicts, then loss and backward pass.
 */
public final class SameDiffEngine implements TrainingEngine {

    /** About how many numbers it keeps for each that a layer of the network puts out; measured for nano at 64 and 320. */
    public static final double NUMBERS_PER_ACTIVATION = 7.9;

    /** A plan holds the memory of all its intermediate results. */
    private static final int SIZES_KEPT = 3;

    private final AnchorGrid input;
    private final int batch;
    private final PerSize<Sized> sizes;
    private LossState lossState;

    private SameDiffEngine(
            YoloxConfig config, Weights weights, AnchorGrid grid, int batch, LossChoice losses, SimOta assigner) {
        this.input = grid;
        this.batch = batch;
        lossState = losses.box().initialState();
        sizes = new PerSize<>(SIZES_KEPT, size -> new Sized(config, weights, size, batch, losses, assigner));
        sizes.of(grid);
    }

    /**
     * Builds and compiles the training graph.
     *
     * @param weights read at every step; those that are frozen get no gradient, and no statistics of the batch
     * @param grid of the input size that is made ready at once
     * @param batch images per step
     */
    public static SameDiffEngine of(
            YoloxConfig config, Weights weights, AnchorGrid grid, int batch, LossChoice losses, SimOta assigner) {
        return new SameDiffEngine(config, weights, grid, batch, losses, assigner);
    }

    @Override
    public int batch() {
        return batch;
    }

    @Override
    public AnchorGrid input() {
        return input;
    }

    @Override
    public StepGradients step(AnchorGrid size, float[] pixels, List<List<TargetObject>> objects, double l1Weight) {
        TrainingEngine.check(batch, size, pixels, objects);
        Sized sized = sizes.of(size);
        TargetAssignment.Counts counts = sized.assign(pixels, objects, l1Weight, lossState);
        lossState = counts.lossState();
        return sized.learn(counts);
    }

    @Override
    public LossState lossState() {
        return lossState;
    }

    @Override
    public void goOnFrom(double value) {
        lossState = lossState.withValue(value);
    }

    @Override
    public void close() {
        sizes.close();
    }

    /** The plan for one input size, with its arrays. */
    private static final class Sized implements PerSize.Closable {

        private final INDArray images;
        private final TargetAssignment targets;
        private final GraphPlan plan;
        private final Map<String, INDArray> gradients = new LinkedHashMap<>();
        private final List<BatchStatistic> statistics = new ArrayList<>();

        /** A statistic of the batch and the factor that makes it the estimate the running one follows. */
        private record BatchStatistic(String running, INDArray value, double correction) {}

        Sized(YoloxConfig config, Weights weights, AnchorGrid grid, int batch, LossChoice losses, SimOta assigner) {
            images = Nd4j.zeros(weights.type(), batch, 3, grid.height(), grid.width());
            targets = new TargetAssignment(config, grid, batch, losses, assigner, weights.type());
            TrainingGraph graph = TrainingGraph.of(config, weights, grid, losses);

            Map<String, INDArray> inputs = new HashMap<>(weights.values());
            inputs.putAll(targets.arrays());
            inputs.put(YoloxGraph.IMAGES, images);
            List<String> outputs = new ArrayList<>(TrainingGraph.TERMS);
            graph.trainable().forEach(spec -> outputs.add(graph.gradientOf(spec)));
            graph.running().forEach(spec -> outputs.add(graph.batchStatistic(spec)));
            plan = GraphPlan.compile(graph.graph(), inputs, List.of(YoloxGraph.LOGITS), outputs);

            graph.trainable().forEach(spec -> gradients.put(spec.name(), plan.output(graph.gradientOf(spec))));
            for (ParameterSpec spec : graph.running()) {
                double correction = TrainingGraph.correction(spec, valuesPerChannel(spec));
                statistics.add(new BatchStatistic(spec.name(), plan.output(graph.batchStatistic(spec)), correction));
            }
        }

        /** Forward pass and assignment. */
        TargetAssignment.Counts assign(
                float[] pixels, List<List<TargetObject>> objects, double l1Weight, LossState before) {
            try (INDArray given = Nd4j.createFromArray(pixels)) {
                images.assign(given.reshape(images.shape()));
            }
            plan.runEarly();
            double[] logits = plan.output(YoloxGraph.LOGITS).data().asDouble();
            return targets.assign(logits, objects, l1Weight, before);
        }

        /** Loss and backward pass. */
        StepGradients learn(TargetAssignment.Counts counts) {
            plan.run();
            Map<String, INDArray> batchStatistics = new LinkedHashMap<>();
            statistics.forEach(s -> batchStatistics.put(s.running(), s.value().muli(s.correction())));
            return new StepGradients(counts.with(term -> plan.output(term).getDouble(0)), gradients, batchStatistics);
        }

        private double valuesPerChannel(ParameterSpec running) {
            long[] shape = plan.shape(running.name().replaceFirst("\\.bn\\.running_(mean|var)$", ".conv"));
            return (double) shape[0] * shape[2] * shape[3];
        }

        @Override
        public void close() {
            plan.close();
            targets.close();
            images.close();
        }
    }
}
