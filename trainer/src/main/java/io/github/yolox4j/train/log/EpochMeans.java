package io.github.yolox4j.train.log;

import io.github.yolox4j.train.TrainingListener.Step;
import io.github.yolox4j.train.loss.LossTerms;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The mean losses of an epoch's steps. */
final class EpochMeans {

    private final List<Map<String, Double>> losses = new ArrayList<>();

    /** The terms of one loss, by the names of {@code metrics.csv}. */
    static Map<String, Double> of(LossTerms loss) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("loss", loss.total());
        loss.terms().forEach((term, value) -> values.put(term.toString(), value));
        values.put("positives", (double) loss.positives());
        return values;
    }

    void add(Step step) {
        losses.add(of(step.loss()));
    }

    /** The means, and a new start. */
    Map<String, Double> take() {
        Map<String, Double> means = new LinkedHashMap<>();
        for (String name : losses.get(0).keySet()) {
            means.put(
                    name,
                    losses.stream()
                            .mapToDouble(loss -> loss.get(name))
                            .average()
                            .orElseThrow());
        }
        losses.clear();
        return means;
    }
}
