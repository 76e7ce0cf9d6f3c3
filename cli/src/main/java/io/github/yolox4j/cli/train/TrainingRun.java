package io.github.yolox4j.cli.train;

import io.github.yolox4j.cli.console.TrainingProgress;
import io.github.yolox4j.cli.report.Tables;
import io.github.yolox4j.train.TrainingListener;
import io.github.yolox4j.train.TrainingResult;
import io.github.yolox4j.train.log.JsonLinesLog;
import io.github.yolox4j.train.log.TensorBoardLog;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * Does what was planned, and logs it to the console and to the run's folder.
 *
 * @param listener further one
 */
record TrainingRun(TrainingPlan plan, TrainingListener listener) {

    private static final String METRICS = "metrics.jsonl";

    TrainingResult run(PrintWriter out) throws IOException {
        Path folder = plan.folder();
        Map<Integer, String> names = Tables.names(plan.images().validation());
        try (TrainingProgress progress = new TrainingProgress(out);
                TensorBoardLog events = new TensorBoardLog(folder, names, Clock.systemUTC())) {
            TrainingListener lines = new JsonLinesLog(folder.resolve(METRICS), names);
            TrainingListener all = progress.and(listener).and(lines).and(events);
            return plan.beginning().trainer(plan, plan.setup(all), out).run();
        }
    }
}
