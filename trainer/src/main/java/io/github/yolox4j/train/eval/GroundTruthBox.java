package io.github.yolox4j.train.eval;

/**
 * An annotated object.
 *
 * @param imageId one of the evaluator's images
 * @param categoryId one of the evaluator's categories
 * @param x left edge in pixels
 * @param y top edge in pixels
 * @param width in pixels, at least 0
 * @param height in pixels, at least 0
 * @param area in square pixels, decides whether the object is small, medium or large: that of the mask where one is annotated,
 *     so not always width times height
 * @param crowd whether the box stands for a group that may hold any number of detections
 * @param difficult whether Pascal VOC's evaluation neither demands it nor holds it against a detection; COCO's knows no such thing
 */
public record GroundTruthBox(
        long imageId,
        int categoryId,
        double x,
        double y,
        double width,
        double height,
        double area,
        boolean crowd,
        boolean difficult) {

    public GroundTruthBox {
        ScoredBox.requireBox(imageId, x, y, width, height);
        if (!(area >= 0 && Double.isFinite(area))) {
            throw new IllegalArgumentException("image " + imageId + ": area must be at least 0, got " + area);
        }
    }

    /** An object that is not difficult. */
    public GroundTruthBox(
            long imageId, int categoryId, double x, double y, double width, double height, double area, boolean crowd) {
        this(imageId, categoryId, x, y, width, height, area, crowd, false);
    }
}
