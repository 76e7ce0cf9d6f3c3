package io.github.yolox4j.train.eval;

import io.github.yolox4j.detection.box.Box;
import io.github.yolox4j.train.data.LabeledBox;

/**
 * An annotated object.
 *
 * @param imageId one of the evaluator's images
 * @param categoryId one of the evaluator's categories
 * @param box in pixels, finite, with sides of at least 0
 * @param area in square pixels, decides whether the object is small, medium or large: that of the mask where one is
 *     annotated, so not always width times height
 * @param crowd whether the box stands for a group that may hold any number of detections
 * @param difficult whether Pascal VOC's evaluation neither demands it nor holds it against a detection; COCO's knows no
 *     such thing
 */
public record GroundTruthBox(long imageId, int categoryId, Box box, double area, boolean crowd, boolean difficult) {

    public GroundTruthBox {
        ScoredBox.requireBox(imageId, box);
        if (!(area >= 0 && Double.isFinite(area))) {
            throw new IllegalArgumentException("image " + imageId + ": area must be at least 0, got " + area);
        }
    }

    /** An object that is not difficult. */
    public GroundTruthBox(long imageId, int categoryId, Box box, double area, boolean crowd) {
        this(imageId, categoryId, box, area, crowd, false);
    }

    static GroundTruthBox of(long imageId, int categoryId, LabeledBox object) {
        return new GroundTruthBox(imageId, categoryId, object.box(), object.area(), object.crowd(), object.difficult());
    }
}
