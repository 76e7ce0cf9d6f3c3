package io.github.yolox4j.train.optim.schedule;

import java.util.ArrayList;
import java.util.List;

/**
 * A learning-rate schedule: the shape of the rate over a run, independent of its height and of the run's length.
 *
 * <p>In the formulas \(\eta\) is the base rate, \(i\) the iteration, \(N\) the iterations of the whole run.
 */
public sealed interface LearningRate permits YoloxWarmCos, WarmCos, Cos, MultiStep {

    /**
     * The rate for one iteration.
     *
     * @param baseRate \(\eta\), the highest rate
     * @param iteration \(i\), counted from 0 at the start of the run
     */
    double at(double baseRate, TrainingLength length, long iteration);

    /**
     * The same shape for a run of which this is known; a shape without a warm-up, or without a constant end, has none.
     *
     * @param warmupEpochs epochs of warm-up, at least 0
     * @param lastEpochs epochs at the end, those without strong augmentation; at least 0
     */
    default LearningRate forRun(int warmupEpochs, int lastEpochs) {
        return this;
    }

    /** The names that {@link #parse} knows. */
    static List<String> names() {
        return List.of("yoloxwarmcos", "warmcos", "cos", "multistep:EPOCH,EPOCH,...");
    }

    /**
     * The schedule of that name with the reference's parameters. {@code multistep} has no natural milestones and is
     * written with them, as in {@code multistep:200,250}.
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    static LearningRate parse(String name) {
        if (name.startsWith("multistep:")) {
            return new MultiStep(epochs(name.substring("multistep:".length()), name), MultiStep.DEFAULT_FACTOR);
        }
        return switch (name) {
            case "yoloxwarmcos" -> YoloxWarmCos.DEFAULT;
            case "warmcos" -> WarmCos.DEFAULT;
            case "cos" -> new Cos();
            case "multistep" -> throw new IllegalArgumentException(
                    "multistep needs the epochs at which the learning rate decreases, as in multistep:200,250");
            default -> throw new IllegalArgumentException(
                    "unknown learning-rate schedule '" + name + "'; valid are " + String.join(", ", names()));
        };
    }

    private static List<Integer> epochs(String list, String name) {
        List<Integer> epochs = new ArrayList<>();
        for (String epoch : list.split(",", -1)) {
            try {
                epochs.add(Integer.valueOf(epoch.strip()));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("'" + epoch + "' in '" + name + "' is not an epoch", e);
            }
        }
        return epochs;
    }
}
