package io.github.yolox4j.train.eval;

/**
 * How Pascal VOC turns a curve of precision over recall into one number. With the best precision at a recall or above,
 * \( \hat p(r) = \max_{r_i \ge r} p_i \), or 0 where no \(r_i\) is that high:
 *
 * @see <a href="http://host.robots.ox.ac.uk/pascal/VOC/">Everingham et al., The Pascal Visual Object Classes
 *     challenge</a>
 */
public enum Interpolation {
    /** VOC 2007: \( \frac{1}{11} \sum_{k=0}^{10} \hat p(k / 10) \). */
    ELEVEN_POINTS {
        @Override
        double averagePrecision(PrecisionRecall curve) {
            double sum = 0;
            for (int k = 0; k <= 10; k++) {
                sum += curve.precisionFrom(k / 10.0);
            }
            return sum / 11;
        }
    },
    /** VOC 2010 to 2012, the area under the curve: \( \sum_i (r_i - r_{i-1})\, \hat p(r_i) \). */
    EVERY_POINT {
        @Override
        double averagePrecision(PrecisionRecall curve) {
            double sum = 0;
            double before = 0;
            double[] best = curve.bestFrom();
            for (int i = 0; i < curve.size(); i++) {
                sum += (curve.recall(i) - before) * best[i];
                before = curve.recall(i);
            }
            return sum;
        }
    };

    abstract double averagePrecision(PrecisionRecall curve);
}
