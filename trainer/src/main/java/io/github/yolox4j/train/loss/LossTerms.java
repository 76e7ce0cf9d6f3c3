package io.github.yolox4j.train.loss;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The loss of one training step.
 *
 * @param total the sum of the terms, of which the gradient is taken
 * @param terms the weighted terms that the task has; one that is switched off is 0
 * @param positives number of positive anchors in the batch
 * @param objects number of objects in the batch
 */
public record LossTerms(double total, Map<LossTerm, Double> terms, int positives, int objects) {

    /** The scalar of a training graph that holds the sum. */
    public static final String TOTAL = "loss.total";

    public LossTerms {
        terms = Collections.unmodifiableMap(new EnumMap<>(terms));
    }

    /** The total, the terms and the number of positives, as they are named in logs. */
    public Map<String, Double> byName() {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("loss", total);
        terms.forEach((term, value) -> values.put(term.toString(), value));
        values.put("positives", (double) positives);
        return values;
    }

    /** The means of what {@link #byName} has, over at least one step. */
    public static Map<String, Double> means(List<LossTerms> steps) {
        Map<String, Double> means = new LinkedHashMap<>();
        for (String name : steps.get(0).byName().keySet()) {
            means.put(
                    name,
                    steps.stream()
                            .mapToDouble(step -> step.byName().get(name))
                            .average()
                            .orElseThrow());
        }
        return means;
    }

    /**
     * One term.
     *
     * @throws IllegalArgumentException if the task has no such term
     */
    public double of(LossTerm term) {
        Double value = terms.get(term);
        if (value == null) {
            throw new IllegalArgumentException("the loss has no term " + term + ", only " + terms.keySet());
        }
        return value;
    }
}
