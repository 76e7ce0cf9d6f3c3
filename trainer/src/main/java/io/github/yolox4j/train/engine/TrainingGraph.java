package io.github.yolox4j.train.engine;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.graph.GradientGraph;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.model.weights.ParameterKind;
import io.github.yolox4j.model.weights.ParameterSpec;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.train.task.DetectionTask;
import java.util.List;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * The network, its loss and SameDiff's own gradients of it in one graph. Its placeholders are {@link YoloxGraph#IMAGES}
 * and those of the task's targets.
 */
public final class TrainingGraph {

    private final GradientGraph gradients;
    private final LossGraph forward;

    /** Builds the graph for an input size and any batch size; weights that are frozen are constants in it. */
    public TrainingGraph(DetectionTask task, Weights weights, AnchorGrid grid) {
        this(LossGraph.of(task, weights, grid));
    }

    /** Differentiates a loss; its graph is changed by that and serves no second time. */
    public TrainingGraph(LossGraph forward) {
        this.forward = forward;
        gradients = GradientGraph.of(forward.loss());
    }

    /** The loss and its terms, all scalars. */
    public List<String> terms() {
        return forward.terms();
    }

    /** Forward and backward operators. */
    public SameDiff graph() {
        return gradients.graph();
    }

    /** What has a gradient. */
    public List<ParameterSpec> trainable() {
        return forward.parameters().stream()
                .filter(spec -> spec.kind().isTrainable())
                .toList();
    }

    /** The running statistics that training changes. */
    public List<ParameterSpec> running() {
        return forward.parameters().stream()
                .filter(spec -> !spec.kind().isTrainable())
                .toList();
    }

    /** The variable that holds a parameter's gradient. */
    public String gradientOf(ParameterSpec parameter) {
        return gradients.gradientOf(parameter.name());
    }

    /** The variable that holds the batch's value of a running statistic; a variance is the biased one. */
    public String batchStatistic(ParameterSpec running) {
        return running.name().replace(".running_", ".batch_");
    }

    /** The variable that a batch's statistic is the mean of, over batch, height and width. */
    public String sourceOf(String statistic) {
        String maker = graph().getVariables().get(statistic).getOutputOfOp();
        return graph().getOps().get(maker).getInputsToOp().get(0);
    }

    /**
     * What turns the batch's value of a statistic into the estimate that the running one follows: nothing for a mean,
     * and n / (n - 1) for a variance.
     *
     * @param values how many values per channel the statistic was taken over
     */
    public static double correction(ParameterSpec running, double values) {
        return running.kind() == ParameterKind.RUNNING_VARIANCE ? values / Math.max(values - 1, 1) : 1;
    }
}
