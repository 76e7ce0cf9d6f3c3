package io.github.yolox4j.train.task;

import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.train.assign.Assigner;

/**
 * What a detector learns: joins a network with its head, the assigner, the targets and the loss. Engines know a task by these
 * parts alone, so that another head, assigner or loss is another task and no other engine.
 *
 * <p>A step goes through the parts in this order: the {@link Head} turns images into rows of numbers, one per anchor, and says what
 * they predict; the {@link Assigner} matches predictions and objects; {@link TaskTargets} turns the match into what every anchor
 * shall learn; {@link TaskLoss} measures the rows against that. What runs between network and loss has two forms, plain Java and
 * ONNX operators.
 */
public interface DetectionTask {

    /** The network, with as many classes as the task. */
    YoloxConfig network();

    Head head();

    Assigner assigner();

    TaskTargets targets();

    TaskLoss loss();
}
