package io.github.yolox4j.train.optim.schedule;

/**
 * The schedule of YOLOX: quadratic warm-up, half a cosine to a share of the base rate, and that rate for the last epochs. With
 * \(w\) iterations of warm-up from the rate \(\eta_0\), \(c\) constant ones and \(\eta_1 = \text{finalShare} \cdot \eta\):
 * \[ \eta_0 + (\eta - \eta_0) \left(\tfrac{i}{w}\right)^2 \quad (i \le w), \qquad
 *    \eta_1 + \tfrac{\eta - \eta_1}{2} \left(1 + \cos \tfrac{\pi (i - w)}{N - w - c}\right) \quad (w \lt i \lt N - c), \qquad
 *    \eta_1 \quad (i \ge N - c) \]
 *
 * @param warmupEpochs at least 0
 * @param warmupStart \(\eta_0\), the rate at iteration 0; at least 0
 * @param constantEpochs epochs at the end with the constant rate, those without strong augmentation; at least 0
 * @param finalShare the constant rate as a share of the base rate, in [0, 1]
 * @see <a href="https://arxiv.org/abs/2107.08430">Ge et al., YOLOX: Exceeding YOLO Series in 2021</a>
 */
public record YoloxWarmCos(int warmupEpochs, double warmupStart, int constantEpochs, double finalShare)
        implements LearningRate {

    /** The reference's numbers. */
    public static final YoloxWarmCos DEFAULT = new YoloxWarmCos(5, 0, 15, 0.05);

    public YoloxWarmCos {
        requireWarmup(warmupEpochs, warmupStart);
        if (constantEpochs < 0) {
            throw new IllegalArgumentException("constantEpochs must be at least 0, got " + constantEpochs);
        }
        if (!(finalShare >= 0 && finalShare <= 1)) {
            throw new IllegalArgumentException("finalShare must lie in [0, 1], got " + finalShare);
        }
    }

    @Override
    public double at(double baseRate, TrainingLength length, long iteration) {
        long warmup = length.iterations(warmupEpochs);
        long constantFrom = length.iterations() - length.iterations(constantEpochs);
        double finalRate = baseRate * finalShare;
        if (warmup > 0 && iteration <= warmup) {
            double done = (double) iteration / warmup;
            return warmupStart + (baseRate - warmupStart) * done * done;
        }
        return finalRate + (baseRate - finalRate) * Cos.fall(iteration - warmup, constantFrom - warmup);
    }

    @Override
    public LearningRate forRun(int warmup, int constant) {
        return new YoloxWarmCos(warmup, warmupStart, constant, finalShare);
    }

    static void requireWarmup(int warmupEpochs, double warmupStart) {
        if (warmupEpochs < 0) {
            throw new IllegalArgumentException("warmupEpochs must be at least 0, got " + warmupEpochs);
        }
        if (!(warmupStart >= 0 && Double.isFinite(warmupStart))) {
            throw new IllegalArgumentException("warmupStart must be a rate of at least 0, got " + warmupStart);
        }
    }
}
