package io.github.yolox4j.train.optim.schedule;

import java.util.List;

/**
 * The base rate, multiplied by a factor at each milestone: \[ \eta\, \gamma^{\,|\{ m : i \ge m \}|} \] where a
 * milestone \(m\) is the first iteration of its epoch.
 *
 * @param milestones epochs, rising, each at least 1
 * @param factor \(\gamma\), in (0, 1]
 */
public record MultiStep(List<Integer> milestones, double factor) implements LearningRate {

    /** The reference's factor. */
    public static final double DEFAULT_FACTOR = 0.1;

    public MultiStep {
        milestones = List.copyOf(milestones);
        int previous = 0;
        for (int milestone : milestones) {
            if (milestone <= previous) {
                throw new IllegalArgumentException("milestones must be rising epochs from 1 on, got " + milestones);
            }
            previous = milestone;
        }
        if (!(factor > 0 && factor <= 1)) {
            throw new IllegalArgumentException("factor must lie in (0, 1], got " + factor);
        }
    }

    @Override
    public double at(double baseRate, TrainingLength length, long iteration) {
        double rate = baseRate;
        for (int milestone : milestones) {
            if (iteration >= length.iterations(milestone)) {
                rate *= factor;
            }
        }
        return rate;
    }
}
