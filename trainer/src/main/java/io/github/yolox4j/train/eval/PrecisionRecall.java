package io.github.yolox4j.train.eval;

import java.util.List;

/**
 * One class's precision and recall as the confidence that is asked for falls from detection to detection. After the
 * \(i\)-th surest detection, with \(h_i\) hits so far among \(n\) objects:
 * \[ p_i = \frac{h_i}{i}, \qquad r_i = \frac{h_i}{n}, \qquad F_1 = \frac{2 p_i r_i}{p_i + r_i} = \frac{2 h_i}{i + n} \]
 */
public final class PrecisionRecall {

    private final double[] scores;
    private final int[] hits; // so far
    private final int objects;

    /** A detection that counts, and whether it found an object that none before it had found. */
    record Ranked(double score, boolean isHit) {}

    /** The curve of detections in the order of falling score. */
    PrecisionRecall(List<Ranked> ranked, int objects) {
        this.objects = objects;
        scores = new double[ranked.size()];
        hits = new int[ranked.size()];
        int found = 0;
        for (int i = 0; i < scores.length; i++) {
            found += ranked.get(i).isHit() ? 1 : 0;
            scores[i] = ranked.get(i).score();
            hits[i] = found;
        }
    }

    /** How many detections count. */
    public int size() {
        return scores.length;
    }

    /** How many objects there are to be found. */
    public int objects() {
        return objects;
    }

    /** Whether there is anything to find; recall has no value otherwise. */
    public boolean isDefined() {
        return objects > 0;
    }

    /** Score of the {@code i}-th surest detection, from 0. */
    public double score(int i) {
        return scores[i];
    }

    /** Precision of the {@code i + 1} surest detections. */
    public double precision(int i) {
        return hits[i] / (double) (i + 1);
    }

    /** Recall of the {@code i + 1} surest detections. */
    public double recall(int i) {
        return hits[i] / (double) objects;
    }

    /** F1 of the detections of at least that score; 0 where there are none. */
    public double f1(double confidence) {
        int kept = kept(confidence);
        return kept == 0 ? 0 : 2.0 * hits[kept - 1] / (kept + objects);
    }

    /** How many detections have at least that score. */
    private int kept(double confidence) {
        int low = 0;
        int high = scores.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (scores[middle] >= confidence) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The score from which F1 is highest, of equal ones the highest score; 1 without detections. */
    public double bestConfidence() {
        double best = 1;
        double highest = 0;
        for (double score : scores) {
            if (f1(score) > highest) {
                highest = f1(score);
                best = score;
            }
        }
        return best;
    }

    /** Average precision, or {@link CocoMetrics#UNDEFINED} without objects. */
    public double averagePrecision(Interpolation interpolation) {
        return isDefined() ? interpolation.averagePrecision(this) : CocoMetrics.UNDEFINED;
    }

    /** The best precision at this recall or above; 0 if it is never reached. */
    public double precisionFrom(double recall) {
        double best = 0;
        for (int i = size() - 1; i >= 0 && recall(i) >= recall; i--) {
            best = Math.max(best, precision(i));
        }
        return best;
    }

    /** The best precision at each point or after it. */
    double[] bestFrom() {
        double[] best = new double[size()];
        double highest = 0;
        for (int i = size() - 1; i >= 0; i--) {
            highest = Math.max(highest, precision(i));
            best[i] = highest;
        }
        return best;
    }
}
