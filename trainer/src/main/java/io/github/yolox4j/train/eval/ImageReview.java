package io.github.yolox4j.train.eval;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Who is whom in one image, whatever the classes say: of all detections and objects that overlap enough, the pair of
 * highest IoU is joined first, each box once. Crowds and difficult objects come last: they are not missed, and what
 * overlaps them is not false.
 *
 * @param pairs an object and its detection, of the same class or not
 * @param missed objects without a detection
 * @param unfounded detections without an object
 */
public record ImageReview(long imageId, List<Pair> pairs, List<GroundTruthBox> missed, List<ScoredBox> unfounded) {

    public ImageReview {
        pairs = List.copyOf(pairs);
        missed = List.copyOf(missed);
        unfounded = List.copyOf(unfounded);
    }

    /** An object and the detection that is taken for its. */
    public record Pair(GroundTruthBox object, ScoredBox detection, double iou) {

        /** Whether both are of one class. */
        public boolean agrees() {
            return object.categoryId() == detection.categoryId();
        }
    }

    static ImageReview of(long imageId, List<GroundTruthBox> objects, List<ScoredBox> detections, double iou) {
        List<Pair> possible = new ArrayList<>();
        for (GroundTruthBox object : objects) {
            for (ScoredBox detection : detections) {
                double overlap = detection.box().iou(object.box());
                if (overlap > iou) {
                    possible.add(new Pair(object, detection, overlap));
                }
            }
        }
        possible.sort(Comparator.comparing((Pair pair) -> isExcused(pair.object()))
                .thenComparing(Pair::iou, Comparator.reverseOrder())
                .thenComparing(pair -> pair.detection().score(), Comparator.reverseOrder()));
        Set<GroundTruthBox> met = Collections.newSetFromMap(new IdentityHashMap<>()); // equal boxes are two objects
        Set<ScoredBox> used = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Pair> pairs = new ArrayList<>();
        for (Pair pair : possible) {
            boolean excused = isExcused(pair.object());
            if (!used.contains(pair.detection()) && (excused || !met.contains(pair.object()))) {
                used.add(pair.detection());
                met.add(pair.object());
                if (!excused) {
                    pairs.add(pair);
                }
            }
        }
        return new ImageReview(
                imageId,
                pairs,
                objects.stream()
                        .filter(object -> !isExcused(object) && !met.contains(object))
                        .toList(),
                detections.stream()
                        .filter(detection -> !used.contains(detection))
                        .toList());
    }

    private static boolean isExcused(GroundTruthBox object) {
        return object.crowd() || object.difficult();
    }

    /** Objects that nothing of their class found. */
    public int missedCount() {
        return missed.size() + disagreements();
    }

    /** Detections that found nothing of their class. */
    public int falseCount() {
        return unfounded.size() + disagreements();
    }

    /** Missed objects and false detections. */
    public int errors() {
        return missedCount() + falseCount();
    }

    private int disagreements() {
        return (int) pairs.stream().filter(pair -> !pair.agrees()).count();
    }
}
