package io.github.yolox4j.train.eval;

import static java.util.stream.Collectors.groupingBy;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What was missed and what was made up, image by image, at one confidence.
 *
 * @param confidence least score of the detections reviewed
 * @param iou overlap that an object and its detection are above
 * @param images in rising order of their ids
 */
public record DetectionReview(double confidence, double iou, List<ImageReview> images) {

    /**
     * Above this confidence and this IoU detections are reviewed, unless asked otherwise: the numbers of Ultralytics'
     * confusion matrix.
     */
    public static final double CONFIDENCE = 0.25;

    /** See {@link #CONFIDENCE}. */
    public static final double IOU = 0.45;

    public DetectionReview {
        if (!Double.isFinite(confidence) || !(iou >= 0 && iou < 1)) {
            throw new IllegalArgumentException(
                    "need a finite confidence and an IoU of at least 0 and below 1, got " + confidence + " and " + iou);
        }
        images = List.copyOf(images);
    }

    /** Reviews all images, with or without objects. */
    public static DetectionReview of(
            Collection<Long> imageIds,
            List<GroundTruthBox> objects,
            List<ScoredBox> detections,
            double confidence,
            double iou) {
        Map<Long, List<GroundTruthBox>> marked = objects.stream().collect(groupingBy(GroundTruthBox::imageId));
        Map<Long, List<ScoredBox>> found =
                detections.stream().filter(d -> d.score() >= confidence).collect(groupingBy(ScoredBox::imageId));
        List<ImageReview> images = new TreeSet<>(imageIds)
                .stream()
                        .map(id -> ImageReview.of(
                                id, marked.getOrDefault(id, List.of()), found.getOrDefault(id, List.of()), iou))
                        .toList();
        return new DetectionReview(confidence, iou, images);
    }

    /** The images with errors, the most first; of equally many those with more missed objects, then the lower id. */
    public List<ImageReview> worst(int most) {
        return images.stream()
                .filter(image -> image.errors() > 0)
                .sorted(Comparator.comparingInt(ImageReview::errors)
                        .thenComparingInt(ImageReview::missedCount)
                        .reversed()) // stable
                .limit(most)
                .toList();
    }

    /** How often an object of each category was taken for which. */
    public ConfusionMatrix confusion(Collection<Integer> categoryIds) {
        return new ConfusionMatrix(categoryIds, images);
    }
}
