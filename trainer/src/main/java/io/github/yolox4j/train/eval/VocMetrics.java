package io.github.yolox4j.train.eval;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * The curves of precision over recall by Pascal VOC's rules, and the average precision that follows from them.
 *
 * @param iou least overlap of a hit
 * @param curves by category id, in rising order
 */
public record VocMetrics(double iou, Map<Integer, PrecisionRecall> curves) {

    public VocMetrics {
        curves = Collections.unmodifiableMap(new TreeMap<>(curves));
    }

    /** Average precision of each category, {@link CocoMetrics#UNDEFINED} where there is nothing to find. */
    public Map<Integer, Double> perClassAp(Interpolation interpolation) {
        Map<Integer, Double> perClass = new LinkedHashMap<>();
        curves.forEach((category, curve) -> perClass.put(category, curve.averagePrecision(interpolation)));
        return perClass;
    }

    /** Mean over the categories with something to find, or {@link CocoMetrics#UNDEFINED}. */
    public double meanAp(Interpolation interpolation) {
        return mean(curve -> curve.averagePrecision(interpolation), CocoMetrics.UNDEFINED);
    }

    /** Mean F1 of the detections of at least that score, over the categories with something to find; 0 without any. */
    public double meanF1(double confidence) {
        return mean(curve -> curve.f1(confidence), 0);
    }

    private double mean(ToDoubleFunction<PrecisionRecall> score, double ofNone) {
        return curves.values().stream()
                .filter(PrecisionRecall::isDefined)
                .mapToDouble(score)
                .average()
                .orElse(ofNone);
    }

    /** The confidence, a multiple of 0.001, at which the mean F1 is highest; of equal ones the lowest. */
    public double bestConfidence() {
        double best = 0;
        for (int thousandths = 1; thousandths <= 1000; thousandths++) {
            if (meanF1(thousandths / 1000.0) > meanF1(best)) {
                best = thousandths / 1000.0;
            }
        }
        return best;
    }
}
