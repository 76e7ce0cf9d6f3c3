package io.github.yolox4j.train.eval;

/**
 * A detection to be evaluated.
 *
 * @param imageId one of the evaluator's images
 * @param categoryId one of the evaluator's categories
 * @param x left edge in pixels
 * @param y top edge in pixels
 * @param width in pixels, at least 0
 * @param height in pixels, at least 0
 * @param score finite; higher means surer
 */
public record ScoredBox(long imageId, int categoryId, double x, double y, double width, double height, double score) {

    public ScoredBox {
        requireBox(imageId, x, y, width, height);
        if (!Double.isFinite(score)) {
            throw new IllegalArgumentException("image " + imageId + ": the score must be finite, got " + score);
        }
    }

    /** A detection given by its left, top, right and bottom edge. */
    public static ScoredBox ofCorners(
            long imageId, int categoryId, double x1, double y1, double x2, double y2, double score) {
        return new ScoredBox(imageId, categoryId, x1, y1, x2 - x1, y2 - y1, score);
    }

    static void requireBox(long imageId, double x, double y, double width, double height) {
        boolean finite = Double.isFinite(x) && Double.isFinite(y) && Double.isFinite(width) && Double.isFinite(height);
        if (!(finite && width >= 0 && height >= 0)) {
            throw new IllegalArgumentException(
                    "image " + imageId + ": a box needs finite numbers and sides of at least 0," + " got x " + x
                            + ", y " + y + ", width " + width + ", height " + height);
        }
    }
}
