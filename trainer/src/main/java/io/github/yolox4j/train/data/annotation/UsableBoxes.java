package io.github.yolox4j.train.data.annotation;

import io.github.yolox4j.detection.box.Box;
import io.github.yolox4j.train.data.LabeledBox;
import io.github.yolox4j.train.data.finding.Findings;
import io.github.yolox4j.train.data.finding.ProblemKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Collects the boxes of one image, leaves out those that mark nothing, and tells of those that look like a mistake. */
public final class UsableBoxes {

    private final int width;
    private final int height;
    private final Findings findings;
    private final List<LabeledBox> boxes = new ArrayList<>();

    public UsableBoxes(int width, int height, Findings findings) {
        this.width = width;
        this.height = height;
        this.findings = findings;
    }

    /** Whether a box has a positive area; tells of it if it has not. */
    public boolean hasArea(String where, Box box) throws IOException {
        if (box.hasArea()) {
            return true;
        }
        findings.tell(ProblemKind.NO_AREA, where + ": dropped a box without area, " + box);
        return false;
    }

    /** Keeps the box if a part of it lies in the image. */
    public void add(String where, LabeledBox labeled) throws IOException {
        Box box = labeled.box();
        if (!(box.x1() < width && box.y1() < height && box.x2() > 0 && box.y2() > 0)) {
            findings.tell(
                    ProblemKind.OUTSIDE,
                    where + ": dropped a box outside the image of " + width + " x " + height + ", " + box);
            return;
        }
        if (reaches(box)) {
            findings.tell(
                    ProblemKind.PARTLY_OUTSIDE,
                    where + ": a box extends beyond the image of " + width + " x " + height + ", " + box);
        }
        if (boxes.stream().anyMatch(other -> isCopy(labeled, other))) {
            findings.tell(ProblemKind.DUPLICATE_BOX, where + ": the same box of the same class again, " + box);
        }
        boxes.add(labeled);
    }

    public List<LabeledBox> list() {
        return List.copyOf(boxes);
    }

    /** By more than half a pixel, which rounding explains. */
    private boolean reaches(Box box) {
        double most = 0.5;
        return box.x1() < -most || box.y1() < -most || box.x2() > width + most || box.y2() > height + most;
    }

    private static boolean isCopy(LabeledBox a, LabeledBox b) {
        return a.classId() == b.classId() && a.box().equals(b.box());
    }
}
