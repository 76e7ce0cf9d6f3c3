package io.github.yolox4j.train;

import io.github.yolox4j.detection.Detector;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.train.TrainingResult.Measured;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.batch.DatasetScenes;
import io.github.yolox4j.train.data.batch.SkippedImage;
import io.github.yolox4j.train.data.batch.UnreadableImages;
import io.github.yolox4j.train.data.cache.ImageCache;
import io.github.yolox4j.train.eval.DetectedDataset;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Measures weights on the validation images of a run, and remembers the best ones. */
final class Validation {

    private final Function<Weights, Detector> detectors;
    private final UnreadableImages unreadable;
    private final List<SkippedImage> skipped = new ArrayList<>();
    private Dataset images;
    private Optional<Measured> best = Optional.empty();

    /** @param detectors makes a detector of weights, which is closed here */
    Validation(Dataset images, Function<Weights, Detector> detectors, UnreadableImages unreadable) {
        this.images = images;
        this.detectors = detectors;
        this.unreadable = unreadable;
    }

    /** Measures on the validation images; those that turn out to be unreadable have no part from then on. */
    Measured measure(Weights weights, int epoch) throws IOException {
        try (Detector detector = detectors.apply(weights)) {
            DetectedDataset detected = detect(detector);
            return new Measured(epoch, detected.coco(), detected);
        }
    }

    private DetectedDataset detect(Detector detector) throws IOException {
        try {
            return DetectedDataset.of(images, detector, done -> {});
        } catch (IOException e) {
            if (unreadable == UnreadableImages.STOP) {
                throw e;
            }
            DatasetScenes scenes = new DatasetScenes(images, ImageCache.none());
            Dataset readable = scenes.readable();
            if (scenes.skipped().isEmpty()) {
                throw e;
            }
            images = readable;
            skipped.addAll(scenes.skipped());
            best = Optional.empty(); // it was measured on other images
            return DetectedDataset.of(images, detector, done -> {});
        }
    }

    void foundBest(Measured found) {
        best = Optional.of(found);
    }

    /** The best weights measured here on the images as they are now; empty if none were. */
    Optional<Measured> best() {
        return best;
    }

    List<SkippedImage> skipped() {
        return skipped;
    }
}
