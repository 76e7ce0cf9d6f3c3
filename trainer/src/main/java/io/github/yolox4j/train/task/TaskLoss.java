package io.github.yolox4j.train.task;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.losses.LossState;
import io.github.yolox4j.train.loss.LossTerm;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/** The loss of a task. */
public interface TaskLoss {

    /** The terms that it has. */
    List<LossTerm> terms();

    /**
     * What the loss carries from step to step, before the first one. Engines move it on, checkpoints keep its value; what it means
     * only the loss knows.
     */
    LossState initialState();

    /**
     * Adds the loss to a graph, with a placeholder for each of the task's targets and a scalar for each of its terms.
     *
     * @param rows {@code [batch, anchors, rowLength]}, as the head gives them
     * @return the scalar to differentiate, {@link io.github.yolox4j.train.loss.LossTerms#TOTAL}
     */
    SDVariable build(SDVariable rows, AnchorGrid grid);
}
