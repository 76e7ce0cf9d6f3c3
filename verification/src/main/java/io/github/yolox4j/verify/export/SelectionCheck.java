package io.github.yolox4j.verify.export;

import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.decode.RowLayout;
import io.github.yolox4j.detection.metadata.Selection;
import io.github.yolox4j.verify.Check;
import io.github.yolox4j.verify.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a list of detections is what confidence threshold and class-wise suppression leave of a network's decoded output.
 *
 * <p>Comparing two lists would turn the last bit of a score into a detection more or less. Greedy suppression has a definition that
 * tolerates small differences: the detections of one class do not overlap one another beyond the threshold, and what is left out
 * overlaps a detection of its class with a score at least its own (or falls short of the confidence, or of the least score in a full
 * list). Every part of it is checked, with {@link #SCORE} and {@link #OVERLAP} to spare. Boxes longer than any image,
 * which a network that has hardly learnt may predict, must be at an anchor too, but are not judged by what they overlap.
 *
 * @param selection what was to be done
 * @param scale input pixels per pixel of the detections' boxes
 * @param pixels how far a box may be off; of a box longer than 1000 pixels, the same share
 */
record SelectionCheck(Selection selection, double scale, double pixels) {

    /** How far a score may be off. */
    static final double SCORE = 1e-4;

    /** How far an overlap may be off the threshold on the wrong side. */
    static final double OVERLAP = 1e-3;

    /** Pixels up to which a box may be off by the same distance; of a longer one, by the same share. */
    static final double LONG = 1000;

    /**
     * Checks.
     *
     * @param found in order
     * @param decoded rows of all anchors, see {@link RowLayout}; boxes are decoded
     */
    Check of(String subject, List<Detection> found, double[] decoded, int classes) {
        List<Anchor> anchors = Anchor.all(decoded, classes, scale);
        Optional<String> fault = order(found)
                .or(() -> strangers(found, anchors))
                .or(() -> overlapping(found))
                .or(() -> missing(found, anchors));
        return new Condition(
                subject,
                fault.isEmpty(),
                fault.orElseGet(() -> found.size() + " detections, those that the network's output calls for"));
    }

    private Optional<String> order(List<Detection> found) {
        if (found.size() > selection.most()) {
            return Optional.of(found.size() + " detections, at most " + selection.most() + " are allowed");
        }
        for (int i = 1; i < found.size(); i++) {
            if (found.get(i).score() > found.get(i - 1).score()) {
                return Optional.of("detection " + i + " has a higher score than the one before it");
            }
        }
        return Optional.empty();
    }

    private Optional<String> strangers(List<Detection> found, List<Anchor> anchors) {
        for (int i = 0; i < found.size(); i++) {
            Detection detection = found.get(i);
            if (detection.score() < selection.confidence() - SCORE) {
                return Optional.of("detection " + i + " has score " + detection.score() + ", the least is "
                        + selection.confidence());
            }
            if (anchors.stream().noneMatch(anchor -> anchor.is(detection, pixels))) {
                Anchor nearest = anchors.stream()
                        .min((a, b) -> Double.compare(a.distance(detection, pixels), b.distance(detection, pixels)))
                        .orElseThrow();
                return Optional.of("detection " + i + " " + detection + " is at no anchor; nearest is " + nearest);
            }
        }
        return Optional.empty();
    }

    private Optional<String> overlapping(List<Detection> found) {
        for (int i = 0; i < found.size(); i++) {
            for (int j = 0; j < i; j++) {
                double overlap = found.get(i).box().iou(found.get(j).box());
                boolean judged = found.get(i).classId() == found.get(j).classId()
                        && !isFar(found.get(i))
                        && !isFar(found.get(j));
                if (judged && overlap > selection.iouThreshold() + OVERLAP) {
                    return Optional.of(String.format(
                            Locale.ROOT,
                            "detections %d and %d of class %d overlap by %.4f, the most is %s",
                            j,
                            i,
                            found.get(i).classId(),
                            overlap,
                            selection.iouThreshold()));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> missing(List<Detection> found, List<Anchor> anchors) {
        boolean full = found.size() == selection.most();
        double enough = full ? found.get(found.size() - 1).score() : selection.confidence();
        for (Anchor anchor : anchors) {
            boolean accounted = isFar(anchor.box())
                    || anchor.score() <= enough + SCORE
                    || found.stream().anyMatch(detection -> anchor.is(detection, pixels))
                    || found.stream().anyMatch(detection -> suppresses(detection, anchor));
            if (!accounted) {
                return Optional.of(anchor + " is missing among the " + found.size() + " detections");
            }
        }
        return Optional.empty();
    }

    private boolean suppresses(Detection detection, Anchor anchor) {
        return detection.score() >= anchor.score() - SCORE
                && anchor.mayBe(detection.classId())
                && detection.box().iou(anchor.box().box()) > selection.iouThreshold() - OVERLAP;
    }

    /** Single precision cannot hold the area of such a box, so what it suppresses is left to the runtime. */
    private static boolean isFar(Detection box) {
        return !(box.box().width() <= OnnxParity.FAR && box.box().height() <= OnnxParity.FAR);
    }

    /**
     * What the network says at one anchor.
     *
     * @param box with the most probable class
     * @param classScores objectness times probability, by class
     */
    private record Anchor(int index, Detection box, List<Double> classScores) {

        static List<Anchor> all(double[] decoded, int classes, double scale) {
            int row = new RowLayout(classes).width();
            List<Anchor> anchors = new ArrayList<>();
            for (int at = 0; at < decoded.length; at += row) {
                List<Double> scores = new ArrayList<>();
                int best = 0;
                for (int c = 0; c < classes; c++) {
                    scores.add(decoded[at + RowLayout.OBJECTNESS] * decoded[at + RowLayout.FIRST_CLASS + c]);
                    best = scores.get(c) > scores.get(best) ? c : best;
                }
                double halfWidth = decoded[at + 2] / 2;
                double halfHeight = decoded[at + 3] / 2;
                Detection box = new Detection(
                        best,
                        scores.get(best),
                        (decoded[at] - halfWidth) / scale,
                        (decoded[at + 1] - halfHeight) / scale,
                        (decoded[at] + halfWidth) / scale,
                        (decoded[at + 1] + halfHeight) / scale);
                anchors.add(new Anchor(at / row, box, scores));
            }
            return anchors;
        }

        double score() {
            return box.score();
        }

        boolean mayBe(int classId) {
            return classScores.get(classId) >= score() - SCORE;
        }

        boolean is(Detection detection, double pixels) {
            return detection.classId() >= 0
                    && detection.classId() < classScores.size()
                    && mayBe(detection.classId())
                    && Math.abs(detection.score() - score()) <= SCORE
                    && distance(detection, pixels) <= 1;
        }

        /** Largest difference of a coordinate, by what is allowed. */
        double distance(Detection d, double pixels) {
            double side = Math.min(
                    OnnxParity.FAR, Math.max(box.box().width(), box.box().height()));
            double allowed = pixels * Math.max(1, side / LONG);
            double horizontal = Math.max(off(d.x1(), box.x1()), off(d.x2(), box.x2()));
            double vertical = Math.max(off(d.y1(), box.y1()), off(d.y2(), box.y2()));
            return Math.max(horizontal, vertical) / allowed;
        }

        private static double off(double a, double b) {
            return Math.abs(near(a) - near(b));
        }

        private static double near(double coordinate) {
            return Math.max(-OnnxParity.FAR, Math.min(OnnxParity.FAR, coordinate));
        }

        @Override
        public String toString() {
            return "anchor " + index + " " + box;
        }
    }
}
