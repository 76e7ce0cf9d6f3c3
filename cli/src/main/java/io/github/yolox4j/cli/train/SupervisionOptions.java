package io.github.yolox4j.cli.train;

import io.github.yolox4j.train.Supervision;
import io.github.yolox4j.train.data.batch.UnreadableImages;
import java.time.Duration;
import picocli.CommandLine.Option;

/** What is done between epochs, and what ends a run early. */
final class SupervisionOptions {

    static final String MAX_TIME = "--max-time";

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
            names = MAX_TIME,
            defaultValue = "0",
            paramLabel = "TIME",
            description = "Ends the run, with an evaluation and the report, when the next epoch would probably not end "
                    + "within this time, such as 90m, 2h30m or 1d; 0: never (default: ${DEFAULT-VALUE}). The "
                    + "learning-rate schedule stays that of --epochs; --resume goes on, with as much time again.")
    private Duration maxTime;

    /**
     * What these options come to.
     *
     * @param strict whether an image that cannot be read ends the run; else the next takes its place
     */
    Supervision supervision(boolean strict) {
        return new Supervision(
                evaluateEvery, saveEvery, patience, maxTime, strict ? UnreadableImages.STOP : UnreadableImages.SKIP);
    }
}
