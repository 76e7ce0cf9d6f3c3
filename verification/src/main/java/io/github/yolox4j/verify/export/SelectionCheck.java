package io.github.yolox4j.verify.export;

import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.decode.RowLayout;
import io.github.yolox4j.detection.metadata.Selection;
import io.github.yolox4j.testkit.check.Check;
import io.github.yolox4j.testkit.check.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Whether a list of detections is what confidence threshold and class-wise suppression leave of a network's
 * decoded output.
 *
 * <p>Comparing two lists would turn the last bit of a score into a detection more or less. Greedy suppression
 * has a definition that tolerates small differences: the detections of one class do not overlap one another
 * beyond the threshold, and what is left out overlaps a detection of its class with a score at least its own
 * (or falls short of the confidence, or of the least score in a full list). Every part of it is checked, with
 * {@link #SCORE} and {@link #OVERLAP} to spare. Boxes longer than any image, which a network that has hardly
 * learnt may predict, must be at an anchor too, but are not judged by what they overlap.
 *
 * @param selection what was to be done
 */
record SelectionCheck(Selection selection) {

    /** How far a score may be off: scores are at most 1. */
    static final double SCORE = BoxTolerance.SHARE;

    /** How far an overlap may be off the threshold on the wrong side. */
    static final double OVERLAP = 1e-3;

    /** Checks detections, in order, by the network's output for the image, in their pixels. */
    Check of(String subject, List<Detection> found, DecodedOutput output) {
        List<Anchor> anchors = Anchor.all(output);
        Optional<String> fault = order(found)
                .or(() -> strangers(found, anchors))
                .or(() -> overlapping(found))
                .or(() -> missing(found, anchors));
        return new Condition(
                subject,
                fault.isEmpty(),
                fault.orElseGet(() -> found.size() + " detections, as the network's output requires"));
    }

    private Optional<String> order(List<Detection> found) {
        if (found.size() > selection.most()) {
            return Optional.of(found.size() + " detections, at most " + selection.most() + " are allowed");
        }
        for (int i = 1; i < found.size(); i++) {
            if (found.get(i).score() > found.get(i - 1).score()) {
                return Optional.of("detection " + i + " has a higher score than the previous one");
            }
        }
        return Optional.empty();
    }

    private Optional<String> strangers(List<Detection> found, List<Anchor> anchors) {
        for (int i = 0; i < found.size(); i++) {
            Detection detection = found.get(i);
            if (detection.score() < selection.confidence() - SCORE) {
                return Optional.of("detection " + i + " has score " + detection.score() + ", the minimum is "
                        + selection.confidence());
            }
            if (anchors.stream().noneMatch(anchor -> anchor.is(detection))) {
                Anchor nearest = anchors.stream()
                        .min((a, b) -> Double.compare(a.distance(detection), b.distance(detection)))
                        .orElseThrow();
                return Optional.of("detection " + i + " " + detection + " does not belong to an anchor; the nearest is "
                        + nearest);
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
                            "detections %d and %d of class %d overlap by %.4f, the maximum is %s",
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
                    || found.stream().anyMatch(detection -> anchor.is(detection))
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
        return !(box.box().width() <= DecodedOutput.FAR && box.box().height() <= DecodedOutput.FAR);
    }

    /**
     * What the network says at one anchor.
     *
     * @param classScores objectness times probability, by class
     * @param horizontal how far the left and right side may be off; {@code vertical} the others
     */
    private record Anchor(int index, Detection box, List<Double> classScores, double horizontal, double vertical) {

        static List<Anchor> all(DecodedOutput output) {
            return IntStream.range(0, output.size())
                    .mapToObj(anchor -> of(output, anchor))
                    .toList();
        }

        private static Anchor of(DecodedOutput output, int anchor) {
            List<Double> scores = new ArrayList<>();
            int best = 0;
            for (int c = 0; c < output.classes(); c++) {
                scores.add(output.at(anchor, RowLayout.OBJECTNESS) * output.at(anchor, RowLayout.FIRST_CLASS + c));
                best = scores.get(c) > scores.get(best) ? c : best;
            }
            double x = output.at(anchor, 0);
            double y = output.at(anchor, 1);
            double width = output.at(anchor, 2);
            double height = output.at(anchor, 3);
            Detection box =
                    new Detection(best, scores.get(best), x - width / 2, y - height / 2, x + width / 2, y + height / 2);
            int stride = output.stride(anchor);
            return new Anchor(
                    anchor,
                    box,
                    scores,
                    output.tolerance().corner(stride, near(width)),
                    output.tolerance().corner(stride, near(height)));
        }

        double score() {
            return box.score();
        }

        boolean mayBe(int classId) {
            return classScores.get(classId) >= score() - SCORE;
        }

        boolean is(Detection detection) {
            return detection.classId() >= 0
                    && detection.classId() < classScores.size()
                    && mayBe(detection.classId())
                    && Math.abs(detection.score() - score()) <= SCORE
                    && distance(detection) <= 1;
        }

        /** Largest difference of a side, by what is allowed. */
        double distance(Detection d) {
            double across = Math.max(off(d.x1(), box.x1()), off(d.x2(), box.x2()));
            double down = Math.max(off(d.y1(), box.y1()), off(d.y2(), box.y2()));
            return Math.max(across / horizontal, down / vertical);
        }

        private static double off(double a, double b) {
            return Math.abs(near(a) - near(b));
        }

        private static double near(double coordinate) {
            return Math.max(-DecodedOutput.FAR, Math.min(DecodedOutput.FAR, coordinate));
        }

        @Override
        public String toString() {
            return "anchor " + index + " " + box;
        }
    }
}
