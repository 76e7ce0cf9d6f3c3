package io.github.yolox4j.train.eval;

import static java.util.stream.Collectors.groupingBy;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Evaluates detections against a fixed ground truth by the rules of COCO's box evaluation, number for number those of
 * {@code pycocotools.cocoeval.COCOeval}.
 *
 * <p>Detections of a category are matched with its objects image by image, surest first, at ten IoU thresholds; crowds
 * and objects outside the area range are neither demanded nor held against a detection. Of equal scores, the earlier
 * image (by id), then the earlier detection in the given list comes first.
 *
 * @implNote {@code pycocotools} takes an annotation of id 0 for no match. Here annotations have no ids, so that every
 *     match counts.
 * @see <a href="https://cocodataset.org/#detection-eval">COCO detection evaluation</a>
 */
public final class CocoEvaluator {

    private final SortedSet<Long> imageIds;
    private final SortedSet<Integer> categoryIds;
    private final Map<Integer, Map<Long, List<GroundTruthBox>>> objects;

    /**
     * An evaluator for these images, with or without objects, and these categories.
     *
     * @throws IllegalArgumentException if an object lies in none of the images or categories
     */
    public CocoEvaluator(Collection<Long> imageIds, Collection<Integer> categoryIds, List<GroundTruthBox> objects) {
        this.imageIds = new TreeSet<>(imageIds);
        this.categoryIds = new TreeSet<>(categoryIds);
        objects.forEach(object -> requireKnown(object.imageId(), object.categoryId(), object));
        this.objects =
                objects.stream().collect(groupingBy(GroundTruthBox::categoryId, groupingBy(GroundTruthBox::imageId)));
    }

    /**
     * Evaluates the detections of all images.
     *
     * @throws IllegalArgumentException if a detection lies in none of the images or categories
     */
    public CocoMetrics evaluate(List<ScoredBox> detections) {
        detections.forEach(detection -> requireKnown(detection.imageId(), detection.categoryId(), detection));
        Map<Integer, Map<Long, List<ScoredBox>>> byCategory =
                detections.stream().collect(groupingBy(ScoredBox::categoryId, groupingBy(ScoredBox::imageId)));

        Map<Integer, CategoryEvaluation> categories = new TreeMap<>();
        for (int category : categoryIds) {
            categories.put(
                    category,
                    new CategoryEvaluation(images(
                            objects.getOrDefault(category, Map.of()), byCategory.getOrDefault(category, Map.of()))));
        }
        Map<CategoryEvaluation.Rule, List<CategoryScores>> scores = new HashMap<>();
        Map<CocoMetrics.Metric, Double> numbers = new EnumMap<>(CocoMetrics.Metric.class);
        for (CocoMetrics.Metric number : CocoMetrics.Metric.values()) {
            List<CategoryScores> byRule = scores.computeIfAbsent(
                    number.rule(),
                    rule -> categories.values().stream().map(c -> c.score(rule)).toList());
            numbers.put(number, number.of(byRule));
        }
        Map<Integer, Double> perClassAp = new TreeMap<>();
        Iterator<CategoryScores> ofAll =
                scores.get(CocoMetrics.Metric.AP.rule()).iterator();
        categories.keySet().forEach(id -> perClassAp.put(id, CocoMetrics.Metric.AP.of(List.of(ofAll.next()))));
        return new CocoMetrics(numbers, perClassAp);
    }

    /** The images that have anything of a category, in rising order of their ids. */
    private List<ImageBoxes> images(
            Map<Long, List<GroundTruthBox>> objectsByImage, Map<Long, List<ScoredBox>> detectionsByImage) {
        TreeSet<Long> occupied = new TreeSet<>(objectsByImage.keySet());
        occupied.addAll(detectionsByImage.keySet());
        return occupied.stream()
                .map(image -> new ImageBoxes(
                        objectsByImage.getOrDefault(image, List.of()),
                        detectionsByImage.getOrDefault(image, List.of())))
                .toList();
    }

    private void requireKnown(long image, int category, Object box) {
        if (!imageIds.contains(image)) {
            throw new IllegalArgumentException(
                    "image " + image + " is none of the " + imageIds.size() + " evaluated images: " + box);
        }
        if (!categoryIds.contains(category)) {
            throw new IllegalArgumentException("category " + category + " is none of " + categoryIds + ": " + box);
        }
    }
}
