package io.github.yolox4j.train.log;

import io.github.yolox4j.train.TrainingListener.Step;
import io.github.yolox4j.train.loss.LossTerms;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The mean losses of an epoch's steps. */
final class EpochMeans {

    private static final Map<String, ToDoubleFunction<LossTerms>> TERMS = terms();

    private final List<LossTerms> losses = new ArrayList<>();

    private static Map<String, ToDoubleFunction<LossTerms>> terms() {
        Map<String, ToDoubleFunction<LossTerms>> terms = new LinkedHashMap<>();
        terms.put("loss", LossTerms::total);
        terms.put("box", LossTerms::box);
        terms.put("objectness", LossTerms::objectness);
        terms.put("classes", LossTerms::classes);
        terms.put("l1", LossTerms::l1);
        terms.put("positives", LossTerms::positives);
        return terms;
    }

    /** The terms of one loss, by the names of {@code metrics.csv}. */
    static Map<String, Double> of(LossTerms loss) {
        Map<String, Double> values = new LinkedHashMap<>();
        TERMS.forEach((name, term) -> values.put(name, term.applyAsDouble(loss)));
        return values;
    }

    void add(Step step) {
        losses.add(step.loss());
    }

    /** The means, and a new start. */
    Map<String, Double> take() {
        Map<String, Double> means = new LinkedHashMap<>();
        TERMS.forEach((name, term) ->
                means.put(name, losses.stream().mapToDouble(term).average().orElseThrow()));
        losses.clear();
        return means;
    }
}
