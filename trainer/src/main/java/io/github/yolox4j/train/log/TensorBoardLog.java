package io.github.yolox4j.train.log;

import io.github.yolox4j.train.TrainingConfig;
import io.github.yolox4j.train.TrainingListener;
import io.github.yolox4j.train.eval.CocoMetrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The course of a run for TensorBoard ({@code tensorboard --logdir}): of each step {@code train/loss}, its terms and
 * {@code train/learning_rate}; of each evaluation {@code val/AP} and the other numbers of COCO, and
 * {@code class_AP/...}. Steps are counted over the whole run. A resumed run begins a file of its own, which takes the
 * place of what the older one holds from there on.
 */
public final class TensorBoardLog implements TrainingListener, AutoCloseable {

    private final Path folder;
    private final Map<Integer, String> classNames;
    private final Clock clock;
    private EventFile events;
    private long iteration = -1;

    /**
     * Writes nothing before a run starts.
     *
     * @param folder that is there when the run starts
     * @param classNames by category id
     */
    public TensorBoardLog(Path folder, Map<Integer, String> classNames, Clock clock) {
        this.folder = folder;
        this.classNames = Map.copyOf(classNames);
        this.clock = clock;
    }

    @Override
    public void onStart(TrainingConfig config, int stepsPerEpoch, long parameters) {
        try {
            events = EventFile.in(folder, clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void onStep(Step step) {
        Map<String, Double> values = new LinkedHashMap<>();
        step.loss().byName().forEach((name, value) -> values.put("train/" + name, value));
        values.put("train/learning_rate", step.learningRate());
        if (iteration < 0 && step.iteration() > 0) {
            events.start(step.iteration());
        }
        iteration = step.iteration();
        events.scalars(iteration, values);
    }

    @Override
    public void onEvaluation(Evaluation evaluation) {
        Map<String, Double> values = new LinkedHashMap<>();
        evaluation.metrics().byName().forEach((name, value) -> put(values, "val/" + name, value));
        evaluation.metrics().perClassAp(classNames).forEach((name, ap) -> put(values, "class_AP/" + name, ap));
        events.scalars(iteration, values);
    }

    private static void put(Map<String, Double> values, String tag, double value) {
        if (CocoMetrics.isDefined(value)) {
            values.put(tag, value);
        }
    }

    @Override
    public void close() throws IOException {
        if (events != null) {
            events.close();
        }
    }
}
