package io.github.yolox4j.train.optim.schedule;

import java.util.ArrayList;
import java.util.List;

/** The learning-rate schedules by name. */
public final class LearningRates {

    private static final String MULTISTEP = "multistep";

    private LearningRates() {}

    /** The names that {@link #parse} knows. */
    public static List<String> names() {
        return List.of("yoloxwarmcos", "warmcos", "cos", MULTISTEP + ":EPOCH,EPOCH,...");
    }

    /**
     * The schedule of that name with the reference's parameters. {@code multistep} has no natural milestones and is written with
     * them, as in {@code multistep:200,250}.
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    public static LearningRate parse(String name) {
        if (name.startsWith(MULTISTEP + ":")) {
            return new MultiStep(epochs(name.substring(MULTISTEP.length() + 1), name), MultiStep.DEFAULT_FACTOR);
        }
        return switch (name) {
            case "yoloxwarmcos" -> YoloxWarmCos.DEFAULT;
            case "warmcos" -> WarmCos.DEFAULT;
            case "cos" -> new Cos();
            case MULTISTEP -> throw new IllegalArgumentException(
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
