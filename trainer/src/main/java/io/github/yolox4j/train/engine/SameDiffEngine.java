package io.github.yolox4j.train.engine;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.losses.LossState;
import io.github.yolox4j.model.graph.GraphPlan;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.model.weights.ParameterSpec;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.train.assign.TargetObject;
import io.github.yolox4j.train.loss.LossTerms;
import io.github.yolox4j.train.task.DetectionTask;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The training step as a SameDiff graph with SameDiff's own gradients, run by a compiled plan: the forward pass, then
 * label assignment in plain Java on what it predicts, then loss and backward pass.
 */
public final class SameDiffEngine implements TrainingEngine {

    /**
     * About how many numbers it keeps for each that a layer of the network puts out; measured for nano at 64 and 320.
     */
    public static final double NUMBERS_PER_ACTIVATION = 7.9;

    /** A plan holds the memory of all its intermediate results. */
    private static final int SIZES_KEPT = 3;

    private final AnchorGrid input;
    private final int batch;
    private final PerSize<Sized> sizes;
    private LossState lossState;

    /**
     * Builds and compiles the training graph.
     *
     * @param weights read at every step; those that are frozen get no gradient, and no statistics of the batch
     * @param grid of the input size that is made ready at once
     */
    public SameDiffEngine(DetectionTask task, Weights weights, AnchorGrid grid, int batch) {
        this.input = grid;
        this.batch = batch;
        lossState = task.loss().initialState();
        sizes = new PerSize<>(SIZES_KEPT, size -> new Sized(task, weights, size, batch));
        sizes.of(grid);
    }

    @Override
    public AnchorGrid input() {
        return input;
    }

    @Override
    public StepGradients step(AnchorGrid size, float[] pixels, List<List<TargetObject>> objects, double l1Weight) {
        TrainingEngine.check(batch, size, pixels, objects);
        Sized sized = sizes.of(size);
        BatchCounts counts = sized.assign(pixels, objects, l1Weight, lossState);
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

        private final DetectionTask task;
        private final TrainingGraph graph;
        private final INDArray images;
        private final TargetAssignment targets;
        private final GraphPlan plan;
        private final Map<String, INDArray> gradients = new LinkedHashMap<>();

        Sized(DetectionTask task, Weights weights, AnchorGrid grid, int batch) {
            this.task = task;
            images = Nd4j.zeros(weights.type(), batch, 3, grid.height(), grid.width());
            targets = new TargetAssignment(task, AnchorTable.of(grid), batch, weights.type());
            graph = new TrainingGraph(task, weights, grid);

            Map<String, INDArray> inputs = new HashMap<>(weights.values());
            inputs.putAll(targets.arrays());
            inputs.put(YoloxGraph.IMAGES, images);
            List<String> outputs = new ArrayList<>(graph.terms());
            graph.trainable().forEach(spec -> outputs.add(graph.gradientOf(spec)));
            graph.running().forEach(spec -> outputs.add(graph.batchStatistic(spec)));
            plan = GraphPlan.compile(graph.graph(), inputs, List.of(YoloxGraph.LOGITS), outputs);
            graph.trainable().forEach(spec -> gradients.put(spec.name(), plan.output(graph.gradientOf(spec))));
        }

        /** Forward pass and assignment. */
        BatchCounts assign(float[] pixels, List<List<TargetObject>> objects, double l1Weight, LossState before) {
            try (INDArray given = Nd4j.createFromArray(pixels)) {
                images.assign(given.reshape(images.shape()));
            }
            plan.runEarly();
            double[] rows = plan.output(YoloxGraph.LOGITS).data().asDouble();
            return targets.assign(rows, objects, l1Weight, before);
        }

        /** Loss and backward pass. */
        StepGradients learn(BatchCounts counts) {
            plan.run();
            Map<String, INDArray> statistics = new LinkedHashMap<>();
            graph.running().forEach(spec -> statistics.put(spec.name(), statistic(spec)));
            LossTerms loss = counts.loss(
                    task.loss().terms(), scalar -> plan.output(scalar).getDouble(0));
            return new StepGradients(loss, gradients, statistics);
        }

        /** The batch's estimate of what a running statistic follows. */
        private INDArray statistic(ParameterSpec running) {
            String name = graph.batchStatistic(running);
            INDArray value = plan.output(name);
            double perChannel = (double) volume(plan.shape(graph.sourceOf(name))) / value.length();
            return value.muli(TrainingGraph.correction(running, perChannel));
        }

        private static long volume(long[] shape) {
            return LongStream.of(shape).reduce(1, Math::multiplyExact);
        }

        @Override
        public void close() {
            plan.close();
            targets.close();
            images.close();
        }
    }
}
