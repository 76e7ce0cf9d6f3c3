package io.github.yolox4j.train.engine;

import io.github.yolox4j.losses.LossState;
import io.github.yolox4j.train.assign.TargetObject;
import io.github.yolox4j.train.loss.LossTerm;
import io.github.yolox4j.train.loss.LossTerms;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * How much of a batch was assigned.
 *
 * @param positives anchors that learn an object
 * @param objects of all images
 * @param lossState the state of the loss with this batch
 */
public record BatchCounts(int positives, int objects, LossState lossState) {

    /** Those of a batch with these objects. */
    public static BatchCounts of(int positives, List<List<TargetObject>> images, LossState lossState) {
        return new BatchCounts(positives, images.stream().mapToInt(List::size).sum(), lossState);
    }

    /**
     * The loss of the step.
     *
     * @param scalars of the training graph, by variable
     */
    public LossTerms loss(List<LossTerm> terms, ToDoubleFunction<String> scalars) {
        Map<LossTerm, Double> values = new EnumMap<>(LossTerm.class);
        terms.forEach(term -> values.put(term, scalars.applyAsDouble(term.variable())));
        return new LossTerms(scalars.applyAsDouble(LossTerms.TOTAL), values, positives, objects);
    }
}
