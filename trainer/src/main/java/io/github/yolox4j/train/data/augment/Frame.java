package io.github.yolox4j.train.data.augment;

import io.github.yolox4j.detection.box.Box;
import io.github.yolox4j.detection.image.opencv.AffineMap;
import io.github.yolox4j.train.data.LabeledBox;
import java.util.List;

/**
 * What a picture shows: boxes that move are cut at its edges. One that leaves it altogether keeps its place on the
 * edge, without area; whoever fits the scene to the network's input leaves it out.
 */
record Frame(int width, int height) {

    List<LabeledBox> moved(List<LabeledBox> boxes, double scale, double right, double down) {
        return boxes.stream()
                .map(box -> cut(box, box.box().scaled(scale).moved(right, down)))
                .toList();
    }

    /** The upright boxes around the images of the boxes' corners. */
    List<LabeledBox> mapped(List<LabeledBox> boxes, AffineMap map) {
        return boxes.stream().map(box -> cut(box, around(box.box(), map))).toList();
    }

    private static Box around(Box box, AffineMap map) {
        double x1 = Double.POSITIVE_INFINITY;
        double y1 = Double.POSITIVE_INFINITY;
        double x2 = Double.NEGATIVE_INFINITY;
        double y2 = Double.NEGATIVE_INFINITY;
        for (double x : new double[] {box.x1(), box.x2()}) {
            for (double y : new double[] {box.y1(), box.y2()}) {
                x1 = Math.min(x1, map.x(x, y));
                y1 = Math.min(y1, map.y(x, y));
                x2 = Math.max(x2, map.x(x, y));
                y2 = Math.max(y2, map.y(x, y));
            }
        }
        return new Box(x1, y1, x2, y2);
    }

    private LabeledBox cut(LabeledBox box, Box place) {
        return box.at(place.clipped(width, height));
    }
}
