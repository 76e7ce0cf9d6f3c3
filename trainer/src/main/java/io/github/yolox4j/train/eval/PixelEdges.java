package io.github.yolox4j.train.eval;

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

    /**
     * Intersection over union, with \(e\) = 0 or 1 added to every side, that of the intersection included:
     * \[ \mathrm{IoU} = \frac{|d \cap g|}{|d| + |g| - |d \cap g|} \]
     */
    double iou(ScoredBox d, GroundTruthBox g) {
        double width = Math.min(d.x() + d.width(), g.x() + g.width()) - Math.max(d.x(), g.x()) + more;
        double height = Math.min(d.y() + d.height(), g.y() + g.height()) - Math.max(d.y(), g.y()) + more;
        if (width <= 0 || height <= 0) {
            return 0;
        }
        double intersection = width * height;
        double detection = (d.width() + more) * (d.height() + more);
        return intersection / (detection + (g.width() + more) * (g.height() + more) - intersection);
    }
}
