package io.github.yolox4j.train;

import io.github.yolox4j.detection.Detector;
import io.github.yolox4j.detection.decode.Postprocessing;
import io.github.yolox4j.model.network.DetectorFactory;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.train.TrainingResult.Measured;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.batch.SkippedImage;
import io.github.yolox4j.train.data.batch.UnreadableImages;
import io.github.yolox4j.train.eval.DetectedDataset;
import io.github.yolox4j.train.parallel.DetectionExchange;
import io.github.yolox4j.train.parallel.Ranks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Measures weights on the validation images of a run, and remembers the best ones. */
final class Validation implements AutoCloseable {

    private final TrainingConfig config;
    private final DetectorFactory detectors;
    private final DetectionExchange exchange;
    private final List<SkippedImage> skipped = new ArrayList<>();
    private Dataset images;
    private Optional<Following> following = Optional.empty();
    private Optional<Measured> best = Optional.empty();

    /** A detector that reads weights at every call. */
    private record Following(Weights weights, Detector detector) {}

    Validation(TrainingConfig config, Dataset images, DetectorFactory detectors, Ranks ranks) {
        this.config = config;
        this.images = images;
        this.detectors = detectors;
        exchange = new DetectionExchange(ranks);
    }

    /** Measures on the validation images; those that turn out to be unreadable have no part from then on. */
    Measured measure(Weights weights, int epoch) throws IOException {
        if (following.isPresent() && following.get().weights() == weights) {
            return measure(following.get().detector(), epoch);
        }
        close();
        Detector detector =
                detectors.open(config.model(), weights, config.input(), Postprocessing.DEFAULT, config.batch());
        following = Optional.of(new Following(weights, detector));
        try {
            return measure(detector, epoch);
        } finally {
            if (!detectors.followsWeights()) {
                close();
            }
        }
    }

    private Measured measure(Detector detector, int epoch) throws IOException {
        DetectedDataset detected = detect(detector);
        return new Measured(epoch, exchange.metrics(detected::coco), detected);
    }

    private DetectedDataset detect(Detector detector) throws IOException {
        boolean stops = config.supervision().unreadable() == UnreadableImages.STOP;
        DetectedDataset.OfReadable found = exchange.whole(
                images,
                part -> stops
                        ? new DetectedDataset.OfReadable(DetectedDataset.of(part, detector, done -> {}), List.of())
                        : DetectedDataset.ofReadable(part, detector, done -> {}));
        if (!found.skipped().isEmpty()) {
            images = found.detected().dataset();
            skipped.addAll(found.skipped());
            best = Optional.empty(); // it was measured on other images
        }
        return found.detected();
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

    @Override
    public void close() {
        following.ifPresent(kept -> kept.detector().close());
        following = Optional.empty();
    }
}
