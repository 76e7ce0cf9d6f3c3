package io.github.yolox4j.cli.train;

import io.github.yolox4j.cli.console.TrainingProgress;
import io.github.yolox4j.cli.option.ConfigFile;
import io.github.yolox4j.cli.report.Tables;
import io.github.yolox4j.train.TrainingConfig;
import io.github.yolox4j.train.TrainingListener;
import io.github.yolox4j.train.TrainingResult;
import io.github.yolox4j.train.log.JsonLinesLog;
import io.github.yolox4j.train.log.TensorBoardLog;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Does what was planned, and logs it to the console and to the run's folder.
 *
 * @param command whose options are kept in the folder, for {@value ConfigFile#RESUME}
 */
record TrainingRun(TrainingPlan plan, CommandSpec command) {

    private static final String METRICS = "metrics.jsonl";

    TrainingResult run(PrintWriter out) throws IOException {
        Path folder = plan.folder();
        Map<Integer, String> names = Tables.names(plan.images().validation());
        try (TrainingProgress progress = new TrainingProgress(out);
                TensorBoardLog events = new TensorBoardLog(folder, names, Clock.systemUTC())) {
            TrainingListener lines = new JsonLinesLog(folder.resolve(METRICS), names);
            TrainingListener all = progress.and(new KeptOptions()).and(lines).and(events);
            return plan.trainer(all, out).run();
        }
    }

    private final class KeptOptions implements TrainingListener {

        @Override
        public void onStart(TrainingConfig config, int stepsPerEpoch, long parameters) {
            if (plan.isResumed()) {
                return;
            }
            try {
                ConfigFile.write(plan.folder().resolve(ConfigFile.OF_RUN), command);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
