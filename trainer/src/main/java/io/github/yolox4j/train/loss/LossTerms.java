package io.github.yolox4j.train.loss;

import java.util.Collections;
import java.util.EnumMap;
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
