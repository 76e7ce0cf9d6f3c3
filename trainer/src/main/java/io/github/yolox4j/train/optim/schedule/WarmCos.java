package io.github.yolox4j.train.optim.schedule;

/**
 * Linear warm-up, then half a cosine to 0. With \(w\) iterations of warm-up from the rate \(\eta_0\):
 * \[ \eta_0 + (\eta - \eta_0)\, \tfrac{i}{w} \quad (i \le w), \qquad
 *    \tfrac{\eta}{2} \left(1 + \cos \tfrac{\pi (i - w)}{N - w}\right) \quad (i \gt w) \]
 *
 * @param warmupEpochs at least 0
 * @param warmupStart \(\eta_0\), the rate at iteration 0; at least 0
 */
public record WarmCos(int warmupEpochs, double warmupStart) implements LearningRate {

    /** The reference's numbers. */
    public static final WarmCos DEFAULT = new WarmCos(5, 1e-6);

    public WarmCos {
        YoloxWarmCos.requireWarmup(warmupEpochs, warmupStart);
    }

    @Override
    public double at(double baseRate, TrainingLength length, long iteration) {
        long warmup = length.iterations(warmupEpochs);
        if (warmup > 0 && iteration <= warmup) {
            return warmupStart + (baseRate - warmupStart) * iteration / warmup;
        }
        return baseRate * Cos.fall(iteration - warmup, length.iterations() - warmup);
    }

    @Override
    public LearningRate forRun(int warmup, int lastEpochs) {
        return new WarmCos(warmup, warmupStart);
    }
}
