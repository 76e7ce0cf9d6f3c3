package io.github.yolox4j.train;

import io.github.yolox4j.detection.file.WholeFile;
import io.github.yolox4j.train.eval.CocoMetrics;
import io.github.yolox4j.train.loss.LossTerms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The course of a run as comma-separated values, one line an epoch: mean losses, learning rate, and AP where evaluated.
 */
final class MetricsFile {

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
        Map<String, Double> means = LossTerms.means(steps);
        String losses = means.values().stream()
                .map(mean -> String.format(Locale.ROOT, "%.6g", mean))
                .collect(Collectors.joining(","));
        String measured = metrics.map(m -> String.format(Locale.ROOT, "%.6f,%.6f,%.6f", m.ap(), m.ap50(), m.ap75()))
                .orElse(",,");
        if (epoch == 0) {
            String names = String.join(",", means.keySet());
            Files.writeString(file, "epoch,learning_rate," + names + ",AP,AP50,AP75" + System.lineSeparator());
        }
        String line = String.format(Locale.ROOT, "%d,%.8g,%s,%s%n", epoch, learningRate, losses, measured);
        Files.writeString(file, line, StandardOpenOption.APPEND);
        steps.clear();
    }
}
