package io.github.yolox4j.train.eval;

import io.github.yolox4j.detection.box.Box;

/** What the edges of a box are, which decides how wide it is. */
public enum PixelEdges {
    /** Places on a line: a box from 3 to 5 is 2 wide. COCO's reading. */
    CONTINUOUS(0),
    /** The first and the last pixel: a box from 3 to 5 is 3 wide. Pascal VOC's reading. */
    INCLUSIVE(1);

    private final double more;

    PixelEdges(double more) {
        this.more = more;
    }

    /** IoU of boxes whose every side, that of the intersection included, is longer by 0 or 1. */
    double iou(Box detection, Box object) {
        return whole(detection).iou(whole(object));
    }

    private Box whole(Box box) {
        return this == CONTINUOUS ? box : new Box(box.x1(), box.y1(), box.x2() + more, box.y2() + more);
    }
}
