package io.github.yolox4j.train.eval;

import io.github.yolox4j.detection.box.Box;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The objects and detections of one category in one image, and who finds whom.
 *
 * <p>The overlap with a crowd is measured against the detection alone:
 * \[ \mathrm{IoU}(d, g) = \frac{|d \cap g|}{|d| + |g| - |d \cap g|}, \qquad
 *    \mathrm{IoU}(d, \text{crowd}) = \frac{|d \cap g|}{|d|} \]
 */
final class ImageBoxes {

    /** Detections beyond these per image and category are never looked at. */
    static final int MOST_DETECTIONS = 100;

    private static final int NOTHING = -1;
    private static final double HIGHEST_THRESHOLD = 1 - 1e-10;

    private final List<GroundTruthBox> objects;
    private final List<ScoredBox> detections; // by falling score
    private final double[] ious; // [detections, objects]

    ImageBoxes(List<GroundTruthBox> objects, List<ScoredBox> found) {
        this.objects = objects;
        detections = found.stream()
                .sorted(Comparator.comparingDouble(ScoredBox::score).reversed()) // stable
                .limit(MOST_DETECTIONS)
                .toList();
        ious = new double[detections.size() * objects.size()];
        int at = 0;
        for (ScoredBox detection : detections) {
            for (GroundTruthBox object : objects) {
                ious[at++] = overlap(detection.box(), object);
            }
        }
    }

    int detections() {
        return detections.size();
    }

    double score(int rank) {
        return detections.get(rank).score();
    }

    /** How many objects are to be found: those of the range that are no crowds. */
    int countedObjects(AreaRange range) {
        return (int) objects.stream().filter(object -> counts(object, range)).count();
    }

    /**
     * Matches the best detections at every IoU threshold.
     *
     * @param verdicts {@code [thresholds][...]}: filled from {@code first} on, one for each rank below
     *     {@code maxDetections}
     */
    void match(AreaRange range, int maxDetections, CategoryScores.Verdict[][] verdicts, int first) {
        int[] order = countedFirst(range);
        int counted = countedObjects(range);
        int matched = Math.min(maxDetections, detections.size());
        boolean[] taken = new boolean[objects.size()];
        for (int t = 0; t < Thresholds.IOUS.size(); t++) {
            Arrays.fill(taken, false);
            for (int rank = 0; rank < matched; rank++) {
                int found = find(rank, Thresholds.IOUS.get(t), order, counted, taken);
                if (found != NOTHING) {
                    taken[order[found]] = true;
                }
                verdicts[t][first + rank] = verdict(rank, found, counted, range);
            }
        }
    }

    /**
     * The free object that the detection overlaps most, of equal ones the last; one that does not count only if none
     * that counts is good enough. Crowds are always free.
     *
     * @return a position in {@code order}, or {@link #NOTHING}
     */
    private int find(int rank, double threshold, int[] order, int counted, boolean[] taken) {
        int best = NOTHING;
        double least = Math.min(threshold, HIGHEST_THRESHOLD);
        for (int position = 0; position < order.length; position++) {
            if (position == counted && best != NOTHING) {
                break;
            }
            int object = order[position];
            double iou = ious[rank * order.length + object];
            if (iou >= least && (!taken[object] || objects.get(object).crowd())) {
                least = iou;
                best = position;
            }
        }
        return best;
    }

    private CategoryScores.Verdict verdict(int rank, int found, int counted, AreaRange range) {
        if (found == NOTHING) {
            ScoredBox detection = detections.get(rank);
            return range.contains(detection.box().area())
                    ? CategoryScores.Verdict.MISS
                    : CategoryScores.Verdict.IGNORED;
        }
        return found < counted ? CategoryScores.Verdict.HIT : CategoryScores.Verdict.IGNORED;
    }

    /** Objects that count, then the others, each in their order. */
    private int[] countedFirst(AreaRange range) {
        int[] order = new int[objects.size()];
        int front = 0;
        int back = countedObjects(range);
        for (int g = 0; g < order.length; g++) {
            order[counts(objects.get(g), range) ? front++ : back++] = g;
        }
        return order;
    }

    private static boolean counts(GroundTruthBox object, AreaRange range) {
        return !object.crowd() && range.contains(object.area());
    }

    /** A crowd holds any number of detections: what counts is the share of the detection that lies in it. */
    private static double overlap(Box detection, GroundTruthBox object) {
        if (!object.crowd()) {
            return detection.iou(object.box());
        }
        double shared = detection.intersection(object.box());
        return shared == 0 ? 0 : shared / detection.area();
    }
}
