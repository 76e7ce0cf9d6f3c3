package io.github.yolox4j.train.eval;

import io.github.yolox4j.detection.Detector;
import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.LabeledBox;
import io.github.yolox4j.train.data.batch.DatasetScenes;
import io.github.yolox4j.train.data.batch.ImageBlocks;
import io.github.yolox4j.train.data.batch.SkippedImage;
import io.github.yolox4j.train.data.cache.ImageCache;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.LongStream;

/**
 * What a detector found in the images of a dataset, ready to be scored in several ways. Images are numbered by their
 * place in the dataset.
 *
 * @param seconds that all images took, from the first file to the last box
 */
public record DetectedDataset(Dataset dataset, List<ScoredBox> found, double seconds) {

    public DetectedDataset {
        found = List.copyOf(found);
    }

    /**
     * Runs a detector on every image, as often at once as serves it best; other images are read meanwhile.
     *
     * @param progress is told after each part how many images are done
     * @throws IOException if an image cannot be read, or has another size than annotated
     */
    public static DetectedDataset of(Dataset dataset, Detector detector, IntConsumer progress) throws IOException {
        long start = System.nanoTime();
        List<ScoredBox> found = new ArrayList<>();
        int done = 0;
        try (ImageBlocks<List<List<Detection>>> blocks =
                new ImageBlocks<>(dataset, detector.callsAtOnce(), detector::detect)) {
            while (blocks.hasNext()) {
                for (List<Detection> ofImage : blocks.next()) {
                    for (Detection d : ofImage) {
                        found.add(new ScoredBox(done, dataset.categoryIds().get(d.classId()), d.box(), d.score()));
                    }
                    done++;
                }
                progress.accept(done);
            }
        }
        return new DetectedDataset(dataset, found, (System.nanoTime() - start) / 1e9);
    }

    /** What was found in the images that can be read, and the other images. */
    public record OfReadable(DetectedDataset detected, List<SkippedImage> skipped) {}

    /**
     * As {@link #of}, leaving out images that cannot be read.
     *
     * @throws IOException if these are more than half
     */
    public static OfReadable ofReadable(Dataset dataset, Detector detector, IntConsumer progress) throws IOException {
        try {
            return new OfReadable(of(dataset, detector, progress), List.of());
        } catch (IOException e) {
            DatasetScenes scenes = new DatasetScenes(dataset, ImageCache.none());
            Dataset readable = scenes.readable();
            if (scenes.skipped().isEmpty()) {
                throw e; // the detector's, not an image's
            }
            return new OfReadable(of(readable, detector, progress), scenes.skipped());
        }
    }

    /** COCO's numbers. */
    public CocoMetrics coco() {
        return new CocoEvaluator(images(), dataset.categoryIds(), objects()).evaluate(found);
    }

    /** Pascal VOC's numbers. */
    public VocMetrics voc(VocEvaluator rules) {
        return rules.evaluate(dataset.categoryIds(), objects(), found);
    }

    /** What was missed and what was made up. */
    public DetectionReview review(double confidence, double iou) {
        return DetectionReview.of(images(), objects(), found, confidence, iou);
    }

    /** Mean time of one image. */
    public double millisecondsPerImage() {
        return 1000 * seconds / dataset.size();
    }

    private List<Long> images() {
        return LongStream.range(0, dataset.size()).boxed().toList();
    }

    private List<GroundTruthBox> objects() {
        List<GroundTruthBox> objects = new ArrayList<>();
        for (int i = 0; i < dataset.size(); i++) {
            for (LabeledBox box : dataset.samples().get(i).boxes()) {
                objects.add(GroundTruthBox.of(i, dataset.categoryIds().get(box.classId()), box));
            }
        }
        return objects;
    }
}
