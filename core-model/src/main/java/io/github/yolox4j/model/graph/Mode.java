package io.github.yolox4j.model.graph;

/** Which statistics batch-norm uses. */
public enum Mode {
    /** Those of the batch, which the graph also gives out to update the running ones. */
    TRAINING,
    /** The running ones. */
    EVALUATION
}
