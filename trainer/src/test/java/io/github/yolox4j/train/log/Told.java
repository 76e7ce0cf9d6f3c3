package io.github.yolox4j.train.log;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.train.Epochs;
import io.github.yolox4j.train.TrainingConfig;
import io.github.yolox4j.train.TrainingListener;
import io.github.yolox4j.train.eval.CocoMetrics;
import io.github.yolox4j.train.loss.LossTerm;
import io.github.yolox4j.train.loss.LossTerms;
import java.util.EnumMap;
import java.util.Map;

/** What a run of two steps an epoch tells its listener. */
final class Told {

    static final Map<Integer, String> CLASSES = Map.of(1, "cat", 2, "dog");

    private Told() {}

    static void start(TrainingListener listener) {
        YoloxConfig model = YoloxConfig.of(YoloxConfig.Size.NANO).withClasses(2);
        listener.onStart(TrainingConfig.of(model, new AnchorGrid(64, 64), 2, Epochs.of(10)), 2, 1000);
    }

    /** An epoch whose two steps have the losses {@code loss} and {@code loss + 1}, then an evaluation. */
    static void epoch(TrainingListener listener, int epoch, double loss) {
        for (int step = 0; step < 2; step++) {
            LossTerms terms = new LossTerms(
                    loss + step,
                    Map.of(LossTerm.BOX, 1.0, LossTerm.OBJECTNESS, 2.0, LossTerm.CLASSES, 3.0, LossTerm.L1, 0.0),
                    40,
                    7);
            listener.onStep(new TrainingListener.Step(epoch, step, 2L * epoch + step, 0.01, terms));
        }
        double[] values = {0.5, 0.75, 0.25, CocoMetrics.UNDEFINED, 0.5, 0.5, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6};
        Map<CocoMetrics.Metric, Double> numbers = new EnumMap<>(CocoMetrics.Metric.class);
        for (CocoMetrics.Metric number : CocoMetrics.Metric.values()) {
            numbers.put(number, values[number.ordinal()]);
        }
        CocoMetrics metrics = new CocoMetrics(numbers, Map.of(1, 0.5, 2, -1.0));
        listener.onEvaluation(new TrainingListener.Evaluation(epoch, metrics, epoch == 0));
    }
}
