package io.github.yolox4j.train.eval;

import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.LabeledBox;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * What a detector found in the images of a dataset, ready to be scored in several ways. Images are numbered by their
 * place in the dataset.
 *
 * @param seconds that the detector took for all images, from pixels to boxes; reading files is not part of it
 */
public record DetectedDataset(Dataset dataset, List<ScoredBox> found, double seconds) {

    public DetectedDataset {
        found = List.copyOf(found);
    }

    /** COCO's numbers. */
    public CocoMetrics coco() {
        return CocoEvaluator.of(images(), dataset.categoryIds(), objects()).evaluate(found);
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
