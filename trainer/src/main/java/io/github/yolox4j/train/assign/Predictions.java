package io.github.yolox4j.train.assign;

import io.github.yolox4j.detection.decode.AnchorGrid;

/**
 * What the network currently says about one image: a box, an objectness logit and class logits at every anchor.
 *
 * <p>A view of the given arrays, which are not copied: they must not change while this is in use.
 */
public final class Predictions {

    private final AnchorGrid grid;
    private final int classes;
    private final double[] boxes;
    private final double[] objectness;
    private final double[] classLogits;

    /**
     * The predictions of one image, anchors in the order of the grid.
     *
     * @param boxes {@code [anchors, 4]}: decoded centre x, centre y, width, height in pixels
     * @param objectness {@code [anchors]}: logits
     * @param classLogits {@code [anchors, classes]}
     */
    public Predictions(AnchorGrid grid, int classes, double[] boxes, double[] objectness, double[] classLogits) {
        if (classes < 1) {
            throw new IllegalArgumentException("classes must be at least 1: " + classes);
        }
        int anchors = grid.size();
        if (boxes.length != 4 * anchors || objectness.length != anchors || classLogits.length != classes * anchors) {
            throw new IllegalArgumentException("need [" + anchors + ", 4] boxes, [" + anchors + "] objectness and ["
                    + anchors + ", " + classes + "] class logits, got " + boxes.length + ", " + objectness.length
                    + " and " + classLogits.length + " numbers");
        }
        this.grid = grid;
        this.classes = classes;
        this.boxes = boxes;
        this.objectness = objectness;
        this.classLogits = classLogits;
    }

    public AnchorGrid grid() {
        return grid;
    }

    public int classes() {
        return classes;
    }

    /** Of the predicted box, in pixels, as the others. */
    public double centerX(int anchor) {
        return boxes[4 * anchor];
    }

    public double centerY(int anchor) {
        return boxes[4 * anchor + 1];
    }

    public double width(int anchor) {
        return boxes[4 * anchor + 2];
    }

    public double height(int anchor) {
        return boxes[4 * anchor + 3];
    }

    /** A logit. */
    public double objectness(int anchor) {
        return objectness[anchor];
    }

    /** A logit. */
    public double classLogit(int anchor, int classId) {
        return classLogits[anchor * classes + classId];
    }
}
