package io.github.yolox4j.train;

import io.github.yolox4j.detection.file.WholeFile;
import io.github.yolox4j.train.eval.CocoMetrics;
import io.github.yolox4j.train.loss.LossTerm;
import io.github.yolox4j.train.loss.LossTerms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * The course of a run as comma-separated values, one line an epoch: mean losses, learning rate, and AP where evaluated.
 */
final class MetricsFile {

    private static final String HEADER = "epoch,learning_rate,loss,box,objectness,classes,l1,positives,AP,AP50,AP75";

    private final Path file;
    private final List<LossTerms> steps = new ArrayList<>();

    MetricsFile(Path file) {
        this.file = file;
    }

    /** Forgets the lines from this epoch on, which a resumed run writes again. */
    void forgetFrom(int first) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        List<String> lines = Files.readAllLines(file);
        String kept = lines.stream().limit(1L + first).collect(Collectors.joining(System.lineSeparator()));
        WholeFile.writeText(file, kept + System.lineSeparator());
    }

    void add(LossTerms loss) {
        steps.add(loss);
    }

    void endEpoch(int epoch, double learningRate, Optional<CocoMetrics> metrics) throws IOException {
        String line = String.format(
                Locale.ROOT,
                "%d,%.8g,%.6g,%.6g,%.6g,%.6g,%.6g,%.6g,%s%n",
                epoch,
                learningRate,
                mean(LossTerms::total),
                mean(LossTerm.BOX),
                mean(LossTerm.OBJECTNESS),
                mean(LossTerm.CLASSES),
                mean(LossTerm.L1),
                mean(LossTerms::positives),
                metrics.map(m -> String.format(Locale.ROOT, "%.6f,%.6f,%.6f", m.ap(), m.ap50(), m.ap75()))
                        .orElse(",,"));
        if (epoch == 0) {
            Files.writeString(file, HEADER + System.lineSeparator());
        }
        Files.writeString(file, line, StandardOpenOption.APPEND);
        steps.clear();
    }

    private double mean(LossTerm term) {
        return mean(loss -> loss.of(term));
    }

    private double mean(ToDoubleFunction<LossTerms> term) {
        return steps.stream().mapToDouble(term).average().orElse(Double.NaN);
    }
}
