package io.github.yolox4j.cli.train;

import io.github.yolox4j.train.TrainingConfig;
import io.github.yolox4j.train.TrainingListener;
import io.github.yolox4j.train.TrainingSetup;
import java.nio.file.Path;

/**
 * What a training run is to do.
 *
 * @param beginning what its first weights are
 * @param folder for its results
 */
record TrainingPlan(TrainingConfig config, TrainingImages images, Beginning beginning, Compute compute, Path folder) {

    /** What the run works on and with. */
    TrainingSetup setup(TrainingListener listener) {
        return new TrainingSetup(
                images.training(), images.validation(), folder, listener, compute.engines(), compute.cache());
    }

    /** The same, going on with the run that the folder has. */
    TrainingPlan resumed() {
        return new TrainingPlan(config, images, new Beginning.Resumed(beginning), compute, folder);
    }
}
