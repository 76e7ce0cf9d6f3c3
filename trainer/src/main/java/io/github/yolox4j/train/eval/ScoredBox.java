package io.github.yolox4j.train.eval;

import io.github.yolox4j.detection.box.Box;

/**
 * A detection to be evaluated.
 *
 * @param imageId one of the evaluator's images
 * @param categoryId one of the evaluator's categories
 * @param box in pixels, finite, with sides of at least 0
 * @param score finite; higher means surer
 */
public record ScoredBox(long imageId, int categoryId, Box box, double score) {

    public ScoredBox {
        requireBox(imageId, box);
        if (!Double.isFinite(score)) {
            throw new IllegalArgumentException("image " + imageId + ": the score must be finite, got " + score);
        }
    }

    static void requireBox(long imageId, Box box) {
        if (!(box.isFinite() && box.width() >= 0 && box.height() >= 0)) {
            throw new IllegalArgumentException(
                    "image " + imageId + ": a box needs finite numbers and sides of at least 0, got " + box);
        }
    }
}
