package io.github.yolox4j.train.loss;

import io.github.yolox4j.losses.box.BoxLoss;
import io.github.yolox4j.losses.box.BoxLosses;
import io.github.yolox4j.losses.score.ScoreLoss;
import io.github.yolox4j.losses.score.ScoreLosses;
import java.util.Objects;

/**
 * Which loss each term uses.
 *
 * @param box on the boxes of positive anchors
 * @param objectness on all anchors
 * @param classes on the classes of positive anchors
 * @param objectnessNormaliser what the objectness term is divided by
 */
public record LossChoice(
        BoxLoss box, ScoreLoss objectness, ScoreLoss classes, ObjectnessNormaliser objectnessNormaliser) {

    /** The reference's choice. */
    public static final LossChoice DEFAULT = parse("squared_iou", "bce", "bce");

    public LossChoice {
        Objects.requireNonNull(box, "box");
        Objects.requireNonNull(objectness, "objectness");
        Objects.requireNonNull(classes, "classes");
        Objects.requireNonNull(objectnessNormaliser, "objectnessNormaliser");
    }

    /**
     * The losses of those names, the objectness term divided by the positives; an unknown name is an error that lists
     * the valid ones.
     */
    public static LossChoice parse(String box, String objectness, String classes) {
        return new LossChoice(
                BoxLosses.parse(box),
                ScoreLosses.parse(objectness),
                ScoreLosses.parse(classes),
                ObjectnessNormaliser.POSITIVES);
    }

    public LossChoice withObjectnessNormaliser(ObjectnessNormaliser other) {
        return new LossChoice(box, objectness, classes, other);
    }
}
