package io.github.yolox4j.losses.score;

import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Loss between logits and targets, element by element. Implementations are immutable and hold no graph.
 *
 * <p>Each is finite, in value and gradient, in {@code float} and {@code double}, for any logit up to \( 10^{30} \) in
 * size and any exponent {@code gamma} from 0 on. None reduces: {@link io.github.yolox4j.losses.Reduction} does.
 */
public sealed interface ScoreLoss
        permits Asymmetric,
                BinaryCrossEntropy,
                BlurredCrossEntropy,
                ClassWeighted,
                CustomScoreLoss,
                ExpFocal,
                Focal,
                Poly1,
                Poly1Focal,
                QualityFocal,
                Varifocal {

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
