package io.github.yolox4j.detection.metadata;

import io.github.yolox4j.detection.decode.Postprocessing;

/**
 * Which detections a file gives: those that {@link Postprocessing} would keep, at most so many per image.
 *
 * @param confidence the least score, in [0, 1]
 * @param iouThreshold overlap above which the lower of two detections of one class goes, in [0, 1]
 * @param most detections per image; those of the highest scores
 */
public record Selection(double confidence, double iouThreshold, int most) {

    /** The thresholds of the reference's demonstration. */
    public static final Selection DEFAULT = new Selection(0.3, 0.45, 100);

    public Selection {
        new Postprocessing(confidence, iouThreshold); // checks both
        if (most < 1) {
            throw new IllegalArgumentException("at least 1 detection per image is needed, got " + most);
        }
    }

    /** The same thresholds outside of the file. */
    public Postprocessing postprocessing() {
        return new Postprocessing(confidence, iouThreshold);
    }

    /** The same without a least score. */
    public Selection withConfidence(double least) {
        return new Selection(least, iouThreshold, most);
    }
}
