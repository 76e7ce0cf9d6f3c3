package io.github.yolox4j.runtime;

import io.github.yolox4j.ort.LoadedModel;
import io.github.yolox4j.train.engine.PerSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A training step in ONNX Runtime, with what its file says of its outputs.
 *
 * @param gradients output by parameter name
 * @param statistics of the batch, for each running statistic
 */
record LoadedStep(LoadedModel model, Map<String, String> gradients, List<Statistic> statistics)
        implements PerSize.Closable {

    private static final String GRADIENT = "gradient.";
    private static final String STATISTIC = "statistic.";

    /** Reads what {@link #facts} wrote. */
    static LoadedStep of(LoadedModel model) {
        Map<String, String> gradients = new TreeMap<>();
        List<Statistic> statistics = new ArrayList<>();
        new TreeMap<>(model.metadata()).forEach((key, value) -> {
            if (key.startsWith(GRADIENT)) {
                gradients.put(key.substring(GRADIENT.length()), value);
            } else if (key.startsWith(STATISTIC)) {
                int space = value.indexOf(' ');
                statistics.add(new Statistic(
                        key.substring(STATISTIC.length()),
                        value.substring(space + 1),
                        Double.parseDouble(value.substring(0, space))));
            }
        });
        return new LoadedStep(model, gradients, statistics);
    }

    /** What the file of a step says of its outputs: {@code gradient.NAME}, {@code statistic.NAME}. */
    static Map<String, String> facts(Map<String, String> gradients, List<Statistic> statistics) {
        Map<String, String> facts = new TreeMap<>();
        gradients.forEach((parameter, output) -> facts.put(GRADIENT + parameter, output));
        statistics.forEach(statistic ->
                facts.put(STATISTIC + statistic.running(), statistic.correction() + " " + statistic.output()));
        return facts;
    }

    @Override
    public void close() {
        model.close();
    }
}
