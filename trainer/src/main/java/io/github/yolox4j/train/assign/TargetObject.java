package io.github.yolox4j.train.assign;

import io.github.yolox4j.detection.box.Box;

/**
 * An object that an image shows, in pixels of the network's input. Its numbers are those that the network predicts;
 * {@link #box} has its edges.
 *
 * @param classId index into the model's classes
 * @param centerX finite
 * @param centerY finite
 * @param width above 0
 * @param height above 0
 */
public record TargetObject(int classId, double centerX, double centerY, double width, double height) {

    public TargetObject {
        boolean proper = classId >= 0 && Double.isFinite(centerX) && Double.isFinite(centerY);
        if (!(proper && width > 0 && height > 0 && Double.isFinite(width) && Double.isFinite(height))) {
            throw new IllegalArgumentException(
                    "need a class of at least 0, a finite centre and sides above 0, got class " + classId + ", centre ("
                            + centerX + ", " + centerY + "), sides " + width + " x " + height);
        }
    }

    /** The object in this box. */
    public static TargetObject of(int classId, Box box) {
        return new TargetObject(classId, box.centerX(), box.centerY(), box.width(), box.height());
    }

    public Box box() {
        return Box.ofCenter(centerX, centerY, width, height);
    }
}
