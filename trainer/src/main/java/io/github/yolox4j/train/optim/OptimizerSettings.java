package io.github.yolox4j.train.optim;

import io.github.yolox4j.model.weights.Weights;

/** Which optimiser a run has, and its numbers. */
public sealed interface OptimizerSettings permits AdamW.Settings, Sgd.Settings {

    /** The optimiser's name, as checkpoints keep it. */
    String optimizer();

    /** How many numbers it remembers for each that it trains. */
    int memory();

    /** An optimiser at rest, which changes these weights at every step. */
    Optimizer over(Weights weights);
}
