package io.github.yolox4j.train.data;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects the boxes of one image and leaves out, with a warning, those that mark nothing. */
final class UsableBoxes {

    private static final Logger LOG = LoggerFactory.getLogger(UsableBoxes.class);

    private final int width;
    private final int height;
    private final List<LabeledBox> boxes = new ArrayList<>();

    /** Boxes of an image of {@code width x height} pixels. */
    UsableBoxes(int width, int height) {
        this.width = width;
        this.height = height;
    }

    /** Whether a box of these corners has a positive area; says so in the log if it has not. */
    static boolean hasArea(String where, double x1, double y1, double x2, double y2) {
        if (x2 > x1 && y2 > y1) {
            return true;
        }
        LOG.warn("{}: dropped a box without area, ({}, {}, {}, {})", where, x1, y1, x2, y2);
        return false;
    }

    /** Keeps the box if a part of it lies in the image. */
    void add(String where, LabeledBox box) {
        if (box.x1() < width && box.y1() < height && box.x2() > 0 && box.y2() > 0) {
            boxes.add(box);
        } else {
            LOG.warn(
                    "{}: dropped a box outside the image of {} x {}, ({}, {}, {}, {})",
                    where,
                    width,
                    height,
                    box.x1(),
                    box.y1(),
                    box.x2(),
                    box.y2());
        }
    }

    List<LabeledBox> list() {
        return List.copyOf(boxes);
    }
}
