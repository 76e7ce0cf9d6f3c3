package io.github.yolox4j.train.data.format;

import io.github.yolox4j.train.data.LabeledBox;
import java.util.ArrayList;
import java.util.List;

/** Collects the boxes of one image, leaves out those that mark nothing, and tells of those that look like a mistake. */
public final class UsableBoxes {

    private final int width;
    private final int height;
    private final Findings findings;
    private final List<LabeledBox> boxes = new ArrayList<>();

    /** Boxes of an image of {@code width x height} pixels. */
    UsableBoxes(int width, int height, Findings findings) {
        this.width = width;
        this.height = height;
        this.findings = findings;
    }

    /** Whether a box of these corners has a positive area; tells of it if it has not. */
    boolean hasArea(String where, double x1, double y1, double x2, double y2) {
        if (x2 > x1 && y2 > y1) {
            return true;
        }
        findings.tell(ProblemKind.NO_AREA, where + ": dropped a box without area, " + corners(x1, y1, x2, y2));
        return false;
    }

    /** Keeps the box if a part of it lies in the image. */
    void add(String where, LabeledBox box) {
        String corners = corners(box.x1(), box.y1(), box.x2(), box.y2());
        if (!(box.x1() < width && box.y1() < height && box.x2() > 0 && box.y2() > 0)) {
            findings.tell(
                    ProblemKind.OUTSIDE,
                    where + ": dropped a box outside the image of " + width + " x " + height + ", " + corners);
            return;
        }
        if (reaches(box)) {
            findings.tell(
                    ProblemKind.PARTLY_OUTSIDE,
                    where + ": a box extends beyond the image of " + width + " x " + height + ", " + corners);
        }
        if (boxes.stream().anyMatch(other -> isCopy(box, other))) {
            findings.tell(ProblemKind.DUPLICATE_BOX, where + ": the same box of the same class again, " + corners);
        }
        boxes.add(box);
    }

    List<LabeledBox> list() {
        return List.copyOf(boxes);
    }

    /** By more than half a pixel, which rounding explains. */
    private boolean reaches(LabeledBox box) {
        double most = 0.5;
        return box.x1() < -most || box.y1() < -most || box.x2() > width + most || box.y2() > height + most;
    }

    private static boolean isCopy(LabeledBox a, LabeledBox b) {
        return a.classId() == b.classId()
                && a.x1() == b.x1()
                && a.y1() == b.y1()
                && a.x2() == b.x2()
                && a.y2() == b.y2();
    }

    private static String corners(double x1, double y1, double x2, double y2) {
        return "(" + x1 + ", " + y1 + ", " + x2 + ", " + y2 + ")";
    }
}
