package io.github.yolox4j.losses.score;

import java.util.List;
import java.util.Map;

/** Score losses by name. */
public final class ScoreLosses {

    private static final List<String> NAMES = List.of("bce", "focal");

    private ScoreLosses() {}

    /** The names of all losses. */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * The loss of a name such as {@code focal}, or of a name and parameters such as {@code focal(gamma=2, alpha=0.5)};
     * what is left out has its default.
     *
     * @throws IllegalArgumentException if there is none; the message lists the valid names
     */
    public static ScoreLoss parse(String text) {
        NamedParameters call = NamedParameters.parse(text);
        return switch (call.name()) {
            case "bce" -> {
                Map<String, Double> p = call.over(Map.of("positive_weight", BinaryCrossEntropy.PLAIN.positiveWeight()));
                yield new BinaryCrossEntropy(p.get("positive_weight"));
            }
            case "focal" -> {
                Map<String, Double> p = call.over(Map.of("gamma", Focal.YOLOV5.gamma(), "alpha", Focal.YOLOV5.alpha()));
                yield new Focal(p.get("gamma"), p.get("alpha"));
            }
            default -> throw new IllegalArgumentException(
                    "unknown score loss '" + text + "'; valid are " + String.join(", ", NAMES));
        };
    }
}
