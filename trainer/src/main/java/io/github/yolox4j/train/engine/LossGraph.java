package io.github.yolox4j.train.engine;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.graph.GraphDigest;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.model.weights.ParameterSpec;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.train.loss.LossTerm;
import io.github.yolox4j.train.loss.LossTerms;
import io.github.yolox4j.train.task.DetectionTask;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The network and its loss in one graph, without gradients: what a {@link TrainingGraph} is made from. Its placeholders
 * are {@link YoloxGraph#IMAGES} and those of the task's targets.
 *
 * @param loss the scalar to differentiate
 * @param parameters what training changes; the other weights are constants in the graph
 * @param terms the loss and its terms, all scalars
 */
public record LossGraph(SDVariable loss, List<ParameterSpec> parameters, List<String> terms) {

    public LossGraph {
        parameters = List.copyOf(parameters);
        terms = List.copyOf(terms);
    }

    /** Builds the graph for an input size and any batch size. */
    public static LossGraph of(DetectionTask task, Weights weights, AnchorGrid grid) {
        return new LossGraph(
                task.loss().build(task.head().network(weights, grid), grid),
                weights.specs().stream()
                        .filter(spec -> !weights.isFrozen(spec.name()))
                        .toList(),
                terms(task));
    }

    /** The variables that hold the loss of a task and its terms, all scalars. */
    public static List<String> terms(DetectionTask task) {
        return Stream.concat(
                        Stream.of(LossTerms.TOTAL), task.loss().terms().stream().map(LossTerm::variable))
                .toList();
    }

    /** Adds to a digest all that decides what the graph and its gradients compute, without the parameters' values. */
    public void update(MessageDigest digest) {
        GraphDigest.update(digest, loss.getSameDiff());
    }
}
