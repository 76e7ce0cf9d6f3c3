package io.github.yolox4j.train.loss;

import io.github.yolox4j.losses.box.BoxLoss;
import io.github.yolox4j.losses.box.BoxLosses;
import io.github.yolox4j.losses.score.ScoreLoss;
import io.github.yolox4j.losses.score.ScoreLosses;

/**
 * Which loss each term uses.
 *
 * @param box on the boxes of positive anchors
 * @param objectness on all anchors
 * @param classes on the classes of positive anchors
 */
public record LossChoice(BoxLoss box, ScoreLoss objectness, ScoreLoss classes) {

    /** The reference's choice. */
    public static final LossChoice DEFAULT = parse("squared_iou", "bce", "bce");

    /** The losses of those names; an unknown name is an error that lists the valid ones. */
    public static LossChoice parse(String box, String objectness, String classes) {
        return new LossChoice(BoxLosses.parse(box), ScoreLosses.parse(objectness), ScoreLosses.parse(classes));
    }
}
