package io.github.yolox4j.losses.score;

import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Loss between logits and targets, element by element. Implementations are immutable and hold no graph.
 *
 * <p>Each is finite, in value and gradient, in {@code float} and {@code double}, for any finite logit.
 */
public sealed interface ScoreLoss permits BinaryCrossEntropy, Focal {

    /**
     * Adds this loss to the logits' graph: one value per element, of the logits' shape.
     *
     * @param logits \( z \), of any shape; the score is \( \sigma(z) \)
     * @param targets \( t \in [0, 1] \), of the same shape, graph and type; soft targets are legal
     */
    SDVariable of(SDVariable logits, SDVariable targets);

    /** The text that {@link ScoreLosses#parse} turns back into this loss. */
    @Override
    String toString();
}
