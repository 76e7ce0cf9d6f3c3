package io.github.yolox4j.train.engine;

import io.github.yolox4j.losses.box.MissedMean;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.decode.AnchorGrid;
import io.github.yolox4j.model.decode.AnchorTable;
import io.github.yolox4j.model.decode.Decoder;
import io.github.yolox4j.model.graph.GradientGraph;
import io.github.yolox4j.model.graph.GraphPlan;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.model.weights.ParameterKind;
import io.github.yolox4j.model.weights.ParameterSpec;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.train.assign.Assignment;
import io.github.yolox4j.train.assign.Predictions;
import io.github.yolox4j.train.assign.SimOta;
import io.github.yolox4j.train.assign.TargetObject;
import io.github.yolox4j.train.loss.DetectionLoss;
import io.github.yolox4j.train.loss.DetectionTargets;
import io.github.yolox4j.train.loss.LossChoice;
import io.github.yolox4j.train.loss.LossTerms;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The training step as a SameDiff graph with SameDiff's own gradients, run by a compiled plan: the forward pass, then label
 * assignment in plain Java on what it predicts, then loss and backward pass.
 */
public final class SameDiffEngine implements TrainingEngine {

    private static final List<String> TERMS = List.of(
            DetectionLoss.TOTAL, DetectionLoss.BOX, DetectionLoss.OBJECTNESS, DetectionLoss.CLASSES, DetectionLoss.L1);

    private final YoloxConfig config;
    private final SimOta assigner;
    private final boolean usesMissedMean;
    private final int batch;
    private final Decoder decoder;
    private final INDArray images;
    private final DetectionTargets targets;
    private final GraphPlan plan;
    private final Map<String, INDArray> gradients = new LinkedHashMap<>();
    private final List<BatchStatistic> statistics = new ArrayList<>();
    private MissedMean missedMean = MissedMean.START;

    /** A statistic of the batch and the factor that makes it the estimate the running one follows. */
    private record BatchStatistic(String running, INDArray value, double correction) {}

    private SameDiffEngine(
            YoloxConfig config, Weights weights, AnchorGrid grid, int batch, LossChoice losses, SimOta assigner) {
        this.config = config;
        this.assigner = assigner;
        this.usesMissedMean = losses.box().usesMissedMean();
        this.batch = batch;
        AnchorTable anchors = AnchorTable.of(grid);
        decoder = Decoder.of(anchors);
        images = Nd4j.zeros(weights.type(), batch, 3, grid.height(), grid.width());
        targets = new DetectionTargets(batch, anchors, config.classes(), losses.objectnessNormaliser(), weights.type());

        YoloxGraph network = YoloxGraph.training(config, weights, grid);
        SDVariable logits = network.graph().getVariable(YoloxGraph.LOGITS);
        GradientGraph graph = GradientGraph.of(new DetectionLoss(losses, grid, config.classes()).build(logits));

        Map<String, INDArray> inputs = new HashMap<>(weights.values());
        inputs.putAll(targets.arrays());
        inputs.put(YoloxGraph.IMAGES, images);
        List<String> outputs = new ArrayList<>(TERMS);
        List<ParameterSpec> changing = weights.specs().stream()
                .filter(spec -> !weights.isFrozen(spec.name()))
                .toList();
        for (ParameterSpec spec : changing) {
            outputs.add(spec.kind().isTrainable() ? graph.gradientOf(spec.name()) : batchStatistic(spec));
        }
        plan = GraphPlan.compile(graph.graph(), inputs, List.of(YoloxGraph.LOGITS), outputs);

        for (ParameterSpec spec : changing) {
            if (spec.kind().isTrainable()) {
                gradients.put(spec.name(), plan.output(graph.gradientOf(spec.name())));
            } else {
                statistics.add(new BatchStatistic(spec.name(), plan.output(batchStatistic(spec)), correction(spec)));
            }
        }
    }

    /**
     * Builds and compiles the training graph.
     *
     * @param weights read at every step; those that are frozen get no gradient, and no statistics of the batch
     * @param grid of the input size
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
    public StepGradients step(float[] pixels, List<List<TargetObject>> objects, double l1Weight) {
        if (pixels.length != images.length() || objects.size() != batch) {
            throw new IllegalArgumentException("a step takes " + batch + " images and " + images.length()
                    + " numbers, got " + objects.size() + " and " + pixels.length);
        }
        try (INDArray given = Nd4j.createFromArray(pixels)) {
            images.assign(given.reshape(images.shape()));
        }
        plan.runEarly();
        double[] logits = plan.output(YoloxGraph.LOGITS).data().asDouble();
        if (!DoubleStream.of(logits).allMatch(Double::isFinite)) {
            throw new DivergedException("the network predicts values that are no numbers");
        }
        List<Assignment> assignments = assign(logits, objects);
        if (usesMissedMean) {
            missedMean = missedMean.after(assignments.stream()
                    .flatMapToDouble(SameDiffEngine::missedShares)
                    .toArray());
        }
        targets.fill(assignments, objects, l1Weight, missedMean.value());
        plan.run();

        Map<String, INDArray> batchStatistics = new LinkedHashMap<>();
        statistics.forEach(s -> batchStatistics.put(s.running(), s.value().muli(s.correction())));
        return new StepGradients(
                new LossTerms(
                        term(DetectionLoss.TOTAL),
                        term(DetectionLoss.BOX),
                        term(DetectionLoss.OBJECTNESS),
                        term(DetectionLoss.CLASSES),
                        term(DetectionLoss.L1),
                        assignments.stream().mapToInt(Assignment::positives).sum(),
                        objects.stream().mapToInt(List::size).sum()),
                gradients,
                batchStatistics);
    }

    private List<Assignment> assign(double[] logits, List<List<TargetObject>> objects) {
        List<Assignment> assignments = new ArrayList<>();
        int perImage = logits.length / batch;
        for (int image = 0; image < batch; image++) {
            Predictions predictions = Predictions.ofLogits(decoder, logits, image * perImage, config.classes());
            assignments.add(assigner.assign(predictions, objects.get(image)));
        }
        return assignments;
    }

    private static DoubleStream missedShares(Assignment assignment) {
        return IntStream.of(assignment.foreground()).mapToDouble(anchor -> 1 - assignment.iou(anchor));
    }

    @Override
    public MissedMean missedMean() {
        return missedMean;
    }

    private double term(String name) {
        return plan.output(name).getDouble(0);
    }

    private static String batchStatistic(ParameterSpec running) {
        return running.name().replace(".running_", ".batch_");
    }

    /** Mean as it is; variance times n / (n - 1), n being the values per channel that it was taken over. */
    private double correction(ParameterSpec running) {
        if (running.kind() != ParameterKind.RUNNING_VARIANCE) {
            return 1;
        }
        long[] shape = plan.shape(running.name().replace(".bn.running_var", ".conv"));
        double n = shape[0] * shape[2] * shape[3];
        return n / Math.max(n - 1, 1);
    }

    @Override
    public void close() {
        plan.close();
        targets.close();
        images.close();
    }
}
