package io.github.yolox4j.train.eval;

import java.util.Arrays;

/** Average precision and recall of one category at each IoU threshold; undefined where there is nothing to find. */
final class CategoryScores {

    private final double[] precision;
    private final double[] recall;

    private CategoryScores(double[] precision, double[] recall) {
        this.precision = precision;
        this.recall = recall;
    }

    static CategoryScores undefined() {
        return new CategoryScores(new double[0], new double[0]);
    }

    /**
     * Scores of verdicts in the order of falling confidence.
     *
     * <p>Precision and recall after the \(i\)-th detection that is not ignored are
     * \( p_i = h_i / i,\ r_i = h_i / \text{objects} \), with \(h_i\) hits so far. Average precision is the mean over
     * the recalls \( R = 0, 0.01, \dots, 1 \) of the best precision at that recall or above:
     * \[ \mathrm{AP} = \frac{1}{101} \sum_R \max_{i : r_i \ge R} p_i \] where the maximum over nothing is 0.
     *
     * @param verdicts {@code [thresholds][detections]}
     * @param order positions in {@code verdicts}, surest first
     * @param objects how many there are to be found, at least 1
     */
    static CategoryScores of(Verdict[][] verdicts, int[] order, int objects) {
        double[] precision = new double[verdicts.length];
        double[] recall = new double[verdicts.length];
        double[] precisionAtHit = new double[Math.min(objects, order.length)];
        for (int t = 0; t < verdicts.length; t++) {
            int hits = 0;
            int counted = 0;
            for (int position : order) {
                Verdict verdict = verdicts[t][position];
                if (verdict == Verdict.IGNORED) {
                    continue;
                }
                counted++;
                if (verdict == Verdict.HIT) {
                    precisionAtHit[hits] = ++hits / (double) counted;
                }
            }
            precision[t] = averagePrecision(precisionAtHit, hits, objects);
            recall[t] = hits / (double) objects;
        }
        return new CategoryScores(precision, recall);
    }

    /** Precision falls between hits, so only hits can be the best of their recall. */
    private static double averagePrecision(double[] precisionAtHit, int hits, int objects) {
        double sum = 0;
        double best = 0;
        int hit = hits;
        for (int r = Thresholds.RECALLS.size() - 1; r >= 0; r--) {
            while (hit > 0 && hit / (double) objects >= Thresholds.RECALLS.get(r)) {
                best = Math.max(best, precisionAtHit[--hit]);
            }
            sum += best;
        }
        return sum / Thresholds.RECALLS.size();
    }

    boolean isDefined() {
        return precision.length > 0;
    }

    /** Average precision at the IoU threshold of that index. */
    double precision(int t) {
        return precision[t];
    }

    /** Average precision over all IoU thresholds. */
    double precision() {
        return mean(precision);
    }

    /** Final recall over all IoU thresholds. */
    double recall() {
        return mean(recall);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }

    /** What matching made of a detection. */
    enum Verdict {
        /** It found an object that counts. */
        HIT,
        /** It found nothing. */
        MISS,
        /** It found a crowd or an object of another size, or found nothing and is itself of another size. */
        IGNORED
    }
}
