package io.github.yolox4j.cli.train;

import io.github.yolox4j.train.Supervision;
import io.github.yolox4j.train.data.batch.UnreadableImages;
import picocli.CommandLine.Option;

/** What a run does between its epochs, and what ends it early. */
final class SupervisionOptions {

    @Option(
            names = "--eval-every",
            defaultValue = "${bundle:supervision.evaluate-every}",
            paramLabel = "N",
            description = "Epochs between evaluations (default: ${DEFAULT-VALUE}).")
    private int evaluateEvery;

    @Option(
            names = "--save-every",
            defaultValue = "${bundle:supervision.save-every}",
            paramLabel = "N",
            description = "Also keeps the checkpoint of every N-th epoch; 0: only last and best (default: "
                    + "${DEFAULT-VALUE}).")
    private int saveEvery;

    @Option(
            names = "--patience",
            defaultValue = "${bundle:supervision.patience}",
            paramLabel = "N",
            description = "Early stopping: ends at an evaluation if AP has not risen for N epochs; 0: never "
                    + "(default: ${DEFAULT-VALUE}).")
    private int patience;

    @Option(
            names = "--strict",
            arity = "0..1",
            defaultValue = "false",
            fallbackValue = "true",
            description = "Stops at an image that cannot be read. By default the next image takes its place, "
                    + "and the unreadable one is reported at the end of the epoch and of the run.")
    private boolean strict;

    Supervision supervision() {
        return new Supervision(
                evaluateEvery, saveEvery, patience, strict ? UnreadableImages.STOP : UnreadableImages.SKIP);
    }
}
