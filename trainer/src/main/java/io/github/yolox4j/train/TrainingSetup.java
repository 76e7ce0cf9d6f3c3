package io.github.yolox4j.train;

import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.cache.ImageCache;
import io.github.yolox4j.train.engine.SameDiffEngine;
import io.github.yolox4j.train.engine.TrainingEngine;
import io.github.yolox4j.train.parallel.Ranks;
import io.github.yolox4j.train.parallel.SoloRanks;
import java.nio.file.Path;
import java.time.Clock;

/**
 * What a run works on and with, besides its {@link TrainingConfig}.
 *
 * @param training images that the weights are trained on
 * @param validation images that AP is measured on, of the same classes
 * @param folder for the results; made if it does not exist
 * @param cache of the training images; which one changes no weight
 * @param clock that {@link Supervision#maxTime} is read from
 * @param ranks that train together, each with its part of every batch; rank 0 alone writes into the folder and tells the
 *     listener, and its weights and its progress are those that all begin with. Whoever joined them closes them
 */
public record TrainingSetup(
        Dataset training,
        Dataset validation,
        Path folder,
        TrainingListener listener,
        TrainingEngine.Factory engines,
        ImageCache cache,
        Clock clock,
        Ranks ranks) {

    public TrainingSetup {
        if (!validation.classes().equals(training.classes())) {
            throw new IllegalArgumentException("training and validation images have different classes: "
                    + training.classes() + " and " + validation.classes());
        }
    }

    /** A run whose steps SameDiff computes, that keeps its images in memory and tells nobody. */
    public static TrainingSetup of(Dataset training, Dataset validation, Path folder) {
        return new TrainingSetup(
                training,
                validation,
                folder,
                TrainingListener.SILENT,
                SameDiffEngine::new,
                ImageCache.memory(),
                Clock.systemUTC(),
                new SoloRanks());
    }

    public TrainingSetup withListener(TrainingListener other) {
        return new TrainingSetup(training, validation, folder, other, engines, cache, clock, ranks);
    }

    public TrainingSetup withEngines(TrainingEngine.Factory other) {
        return new TrainingSetup(training, validation, folder, listener, other, cache, clock, ranks);
    }

    public TrainingSetup withCache(ImageCache other) {
        return new TrainingSetup(training, validation, folder, listener, engines, other, clock, ranks);
    }

    public TrainingSetup withClock(Clock other) {
        return new TrainingSetup(training, validation, folder, listener, engines, cache, other, ranks);
    }

    public TrainingSetup withRanks(Ranks other) {
        return new TrainingSetup(training, validation, folder, listener, engines, cache, clock, other);
    }
}
