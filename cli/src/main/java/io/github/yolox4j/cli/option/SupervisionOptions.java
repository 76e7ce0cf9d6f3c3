package io.github.yolox4j.cli.option;

import io.github.yolox4j.train.Supervision;
import io.github.yolox4j.train.data.batch.UnreadableImages;
import picocli.CommandLine.Option;

/** What a run does between its epochs, and what ends it early. */
public final class SupervisionOptions {

    @Option(
            names = "--eval-every",
            defaultValue = "10",
            paramLabel = "N",
            description = "Epochs between evaluations (default: ${DEFAULT-VALUE}).")
    private int evaluateEvery;

    @Option(
            names = "--save-every",
            defaultValue = "0",
            paramLabel = "N",
            description =
                    "Keeps the checkpoint of every N-th epoch too; 0: last and best only (default: ${DEFAULT-VALUE}).")
    private int saveEvery;

    @Option(
            names = "--patience",
            defaultValue = "0",
            paramLabel = "N",
            description =
                    "Ends when AP has not risen for N epochs, at an evaluation; 0: never (default: ${DEFAULT-VALUE}).")
    private int patience;

    @Option(
            names = "--strict",
            arity = "0..1",
            defaultValue = "false",
            fallbackValue = "true",
            description =
                    "Stops at an image that cannot be read. Else the next one stands in for it, and it is named at the"
                            + " end of the epoch and of the run.")
    private boolean strict;

    /** @throws IllegalArgumentException if a number is out of its range */
    public Supervision supervision() {
        return new Supervision(
                evaluateEvery, saveEvery, patience, strict ? UnreadableImages.STOP : UnreadableImages.SKIP);
    }
}
