package io.github.yolox4j.cli.train;

import io.github.yolox4j.cli.weights.WeightsFile;
import io.github.yolox4j.detection.metadata.ProjectVersion;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.train.Trainer;
import io.github.yolox4j.train.TrainingConfig;
import io.github.yolox4j.train.TrainingListener;
import io.github.yolox4j.train.TrainingSetup;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.Sample;
import io.github.yolox4j.train.data.batch.BatchShare;
import io.github.yolox4j.train.data.cache.ImageCache;
import io.github.yolox4j.train.engine.TrainingEngine;
import io.github.yolox4j.train.parallel.Ranks;
import io.github.yolox4j.train.parallel.StepExchange;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What a training run is to do.
 *
 * @param weights to begin with; class predictions for classes that they do not know are random
 * @param folder for its results
 * @param isResumed whether the folder already has the run, and its options
 */
record TrainingPlan(
        TrainingConfig config,
        Images images,
        Optional<WeightsFile> weights,
        Compute compute,
        Path folder,
        boolean isResumed) {

    /**
     * Annotated images, both with the same classes; AP is measured on the second, a split of this name.
     *
     * @param shared how many images of the second are also in the first
     */
    record Images(Dataset training, Dataset validation, String split, int shared) {}

    /**
     * What computes steps and evaluations, and gives the images. Which one does changes no weight but for rounding.
     *
     * @param evaluatedBy what evaluates and where, as a report says it
     * @param numbersPerActivation how many numbers the engine keeps for each that a layer puts out
     */
    record Compute(TrainingEngine.Factory engines, String evaluatedBy, double numbersPerActivation, ImageCache cache) {}

    /** The same, going on with the run that the folder has. */
    TrainingPlan resumed() {
        return new TrainingPlan(config, images, weights, compute, folder, true);
    }

    /** Whether nothing is known when training begins. */
    boolean isRandom() {
        return weights.isEmpty() && !isResumed;
    }

    /**
     * Checks that so many ranks can share the work.
     *
     * @throws IllegalArgumentException if they cannot
     */
    void check(int ranks) {
        StepExchange.check(ranks, config.task());
        new BatchShare(0, ranks).imagesOf(config.batch());
    }

    /**
     * A digest of what is trained, and on which images in which order, by their names: where two are equal, two processes
     * can train together.
     */
    String digest() {
        StringBuilder all = new StringBuilder(ProjectVersion.current() + config);
        for (Dataset dataset : List.of(images.training(), images.validation())) {
            all.append(dataset.classes()).append(dataset.size());
            for (Sample sample : dataset.samples()) {
                all.append(sample.image().getFileName()).append(sample.boxes());
            }
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(all.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Prepares the run, or the part of a rank in it; one that ended before its first checkpoint begins again. */
    Trainer trainer(TrainingListener listener, Ranks ranks, PrintWriter out) throws IOException {
        TrainingSetup setup = TrainingSetup.of(images.training(), images.validation(), folder)
                .withListener(listener)
                .withEngines(compute.engines())
                .withCache(compute.cache())
                .withRanks(ranks);
        if (ranks.rank() > 0) {
            return new Trainer(config, setup); // it gets the weights of rank 0
        }
        if (isResumed && Trainer.canResume(folder)) {
            return Trainer.resuming(config, setup);
        }
        if (weights.isEmpty()) {
            return new Trainer(config, setup);
        }
        Weights first = new Yolox(config.model()).initialise(DataType.FLOAT, config.seed());
        out.println(weights.get().loadInto(first, images.training().classes()));
        return Trainer.startingFrom(first, config, setup);
    }
}
