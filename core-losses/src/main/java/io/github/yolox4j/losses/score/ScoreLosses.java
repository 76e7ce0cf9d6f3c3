package io.github.yolox4j.losses.score;

import io.github.yolox4j.losses.LossListing;
import io.github.yolox4j.losses.LossRegistry;
import java.util.List;

/**
 * Score losses by name.
 *
 * <p>A text is a name and the parameters that differ from their defaults: {@code focal},
 * {@code focal(gamma=2, alpha=0.5)}. {@code quality_focal:gfl} is a variant with defaults of its own. A modifier
 * wraps another loss: {@code class_weighted(focal, weights=[1, 2.5])}.
 */
public final class ScoreLosses {

    private static final List<LossListing<ScoreLoss>> LISTINGS = List.of(
            BinaryCrossEntropy.LISTING,
            Focal.LISTING,
            ExpFocal.LISTING,
            QualityFocal.LISTING,
            QualityFocal.GFL_LISTING,
            Varifocal.LISTING,
            Poly1.LISTING,
            Poly1Focal.LISTING,
            Asymmetric.LISTING,
            BlurredCrossEntropy.LISTING,
            ClassWeighted.LISTING);

    /** All of them: their names, the modifiers, and the lines of a table. */
    public static final LossRegistry<ScoreLoss> REGISTRY = LossRegistry.of("score loss", LISTINGS)
            .withNote(
                    DistributionFocal.NAME,
                    DistributionFocal.NAME + " has one target for a row of logits and is a type of its own");

    private ScoreLosses() {}

    /**
     * The loss that a text means.
     *
     * @throws IllegalArgumentException if there is none; the message lists what is valid
     */
    public static ScoreLoss parse(String text) {
        return REGISTRY.parse(text);
    }
}
