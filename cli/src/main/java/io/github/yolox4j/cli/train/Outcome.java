package io.github.yolox4j.cli.train;

import io.github.yolox4j.cli.console.Durations;
import io.github.yolox4j.cli.report.RunReport;
import io.github.yolox4j.cli.report.Tables;
import io.github.yolox4j.train.TrainingResult;
import io.github.yolox4j.train.eval.DetectedDataset;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;

/** What a run has come to. */
record Outcome(TrainingPlan plan, TrainingResult result) {

    void print(PrintWriter out) throws IOException {
        TrainingPlan.Images images = plan.images();
        out.printf(
                Locale.ROOT,
                "%n%s%s in %s (steps waited for images: %.1f s of %.1f s). Best after epoch %d, on the split '%s':%n%s%n"
                        + "Checkpoint: %s%nReport: %s%n",
                result.work().stepSeconds() == 0 ? "The run was complete; measured" : "Done",
                endedEarly() ? " after " + result.work().epochs() + " epochs, without a better AP," : "",
                Durations.readable(result.work().seconds()),
                result.work().waitedSeconds(),
                result.work().stepSeconds(),
                result.bestEpoch() + 1,
                images.split(),
                Tables.of(result.metrics(), images.validation()),
                result.best(),
                writeReport());
        if (!result.skipped().isEmpty()) {
            out.printf(
                    "Images skipped because they cannot be read: %d%n",
                    result.skipped().size());
            result.skipped().forEach(image -> out.println("  " + image.reason()));
        }
    }

    private boolean endedEarly() {
        return result.work().epochs() < plan.config().epochs().total();
    }

    private Path writeReport() throws IOException {
        DetectedDataset detected = result.measured().detected();
        return new RunReport(plan.folder(), detected.dataset(), plan.images().split())
                .write(detected, plan.config().batch());
    }
}
