package io.github.yolox4j.train.engine;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.graph.GradientGraph;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.model.weights.ParameterKind;
import io.github.yolox4j.model.weights.ParameterSpec;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.train.loss.DetectionLoss;
import io.github.yolox4j.train.loss.LossChoice;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * The network, its loss and SameDiff's own gradients of it in one graph. Its placeholders are {@link YoloxGraph#IMAGES} and those
 * of {@link io.github.yolox4j.train.loss.DetectionTargets}.
 */
public final class TrainingGraph {

    /** The terms of the loss, all scalars. */
    public static final List<String> TERMS = List.of(
            DetectionLoss.TOTAL, DetectionLoss.BOX, DetectionLoss.OBJECTNESS, DetectionLoss.CLASSES, DetectionLoss.L1);

    private final GradientGraph gradients;
    private final List<ParameterSpec> parameters;

    private TrainingGraph(GradientGraph gradients, List<ParameterSpec> parameters) {
        this.gradients = gradients;
        this.parameters = parameters;
    }

    /** Builds the graph for an input size and any batch size; weights that are frozen are constants in it. */
    public static TrainingGraph of(YoloxConfig config, Weights weights, AnchorGrid grid, LossChoice losses) {
        YoloxGraph network = YoloxGraph.training(config, weights, grid);
        SDVariable logits = network.graph().getVariable(YoloxGraph.LOGITS);
        SDVariable loss = new DetectionLoss(losses, grid, config.classes()).build(logits);
        List<ParameterSpec> changing = weights.specs().stream()
                .filter(spec -> !weights.isFrozen(spec.name()))
                .toList();
        return new TrainingGraph(GradientGraph.of(loss), changing);
    }

    /** Forward and backward operators. */
    public SameDiff graph() {
        return gradients.graph();
    }

    /** What has a gradient. */
    public List<ParameterSpec> trainable() {
        return parameters.stream().filter(spec -> spec.kind().isTrainable()).toList();
    }

    /** The running statistics that training changes. */
    public List<ParameterSpec> running() {
        return parameters.stream().filter(spec -> !spec.kind().isTrainable()).toList();
    }

    /** The variable that holds a parameter's gradient. */
    public String gradientOf(ParameterSpec parameter) {
        return gradients.gradientOf(parameter.name());
    }

    /** The variable that holds the batch's value of a running statistic; a variance is the biased one. */
    public String batchStatistic(ParameterSpec running) {
        return running.name().replace(".running_", ".batch_");
    }

    /**
     * What turns the batch's value of a statistic into the estimate that the running one follows: nothing for a mean, and
     * n / (n - 1) for a variance.
     *
     * @param values how many values per channel the statistic was taken over
     */
    public static double correction(ParameterSpec running, double values) {
        return running.kind() == ParameterKind.RUNNING_VARIANCE ? values / Math.max(values - 1, 1) : 1;
    }
}
