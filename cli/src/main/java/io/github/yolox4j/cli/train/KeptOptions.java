package io.github.yolox4j.cli.train;

import io.github.yolox4j.cli.option.ConfigFile;
import io.github.yolox4j.train.TrainingConfig;
import io.github.yolox4j.train.TrainingListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import picocli.CommandLine.Model.CommandSpec;

/** Keeps the options of a run beside its results when it begins, for {@value ConfigFile#RESUME}. */
record KeptOptions(TrainingPlan plan, CommandSpec command) implements TrainingListener {

    @Override
    public void onStart(TrainingConfig config, int stepsPerEpoch, long parameters) {
        if (plan.beginning().isResumed()) {
            return;
        }
        try {
            ConfigFile.write(plan.folder().resolve(ConfigFile.OF_RUN), command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
