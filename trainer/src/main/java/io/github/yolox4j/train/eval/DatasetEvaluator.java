package io.github.yolox4j.train.eval;

import io.github.yolox4j.detection.Detector;
import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.ImageFiles;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.Sample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Scores a detector on the images of a dataset with COCO's numbers; images are numbered by their place in the dataset.
 */
public record DatasetEvaluator(Dataset dataset) {

    private static final int IMAGES_AT_ONCE = 32;

    /**
     * Runs the detector on every image.
     *
     * @param progress is told after each part how many images are done
     * @throws IOException if an image cannot be read
     */
    public CocoMetrics evaluate(Detector detector, IntConsumer progress) throws IOException {
        return detect(detector, progress).coco();
    }

    /**
     * Runs the detector on every image and keeps what it finds.
     *
     * @param progress is told after each part how many images are done
     * @throws IOException if an image cannot be read
     */
    public DetectedDataset detect(Detector detector, IntConsumer progress) throws IOException {
        long nanos = 0;
        List<ScoredBox> found = new ArrayList<>();
        for (int from = 0; from < dataset.size(); from += IMAGES_AT_ONCE) {
            int to = Math.min(from + IMAGES_AT_ONCE, dataset.size());
            List<BgrImage> images = new ArrayList<>();
            for (Sample sample : dataset.samples().subList(from, to)) {
                images.add(ImageFiles.read(sample.image()));
            }
            long start = System.nanoTime();
            List<List<Detection>> detections = detector.detect(images);
            nanos += System.nanoTime() - start;
            for (int i = from; i < to; i++) {
                for (Detection d : detections.get(i - from)) {
                    found.add(new ScoredBox(i, dataset.categoryIds().get(d.classId()), d.box(), d.score()));
                }
            }
            progress.accept(to);
        }
        return new DetectedDataset(dataset, found, nanos / 1e9);
    }
}
