package io.github.yolox4j.train.eval;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

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

    private CocoEvaluator(
            SortedSet<Long> imageIds,
            SortedSet<Integer> categoryIds,
            Map<Integer, Map<Long, List<GroundTruthBox>>> objects) {
        this.imageIds = imageIds;
        this.categoryIds = categoryIds;
        this.objects = objects;
    }

    /**
     * An evaluator for these images, with or without objects, and these categories.
     *
     * @throws IllegalArgumentException if an object lies in none of the images or categories
     */
    public static CocoEvaluator of(
            Collection<Long> imageIds, Collection<Integer> categoryIds, List<GroundTruthBox> objects) {
        TreeSet<Long> images = new TreeSet<>(imageIds);
        TreeSet<Integer> categories = new TreeSet<>(categoryIds);
        for (GroundTruthBox object : objects) {
            requireKnown(images, categories, object.imageId(), object.categoryId(), object);
        }
        return new CocoEvaluator(
                images, categories, group(objects, GroundTruthBox::categoryId, GroundTruthBox::imageId));
    }

    /**
     * Evaluates the detections of all images.
     *
     * @throws IllegalArgumentException if a detection lies in none of the images or categories
     */
    public CocoMetrics evaluate(List<ScoredBox> detections) {
        for (ScoredBox detection : detections) {
            requireKnown(imageIds, categoryIds, detection.imageId(), detection.categoryId(), detection);
        }
        Map<Integer, Map<Long, List<ScoredBox>>> byCategory =
                group(detections, ScoredBox::categoryId, ScoredBox::imageId);

        Map<Integer, CategoryEvaluation> categories = new TreeMap<>();
        for (int category : categoryIds) {
            categories.put(
                    category,
                    CategoryEvaluation.of(images(
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
                .map(image -> ImageBoxes.of(
                        objectsByImage.getOrDefault(image, List.of()),
                        detectionsByImage.getOrDefault(image, List.of())))
                .toList();
    }

    private static <B> Map<Integer, Map<Long, List<B>>> group(
            List<B> boxes, ToIntFunction<B> category, ToLongFunction<B> image) {
        Map<Integer, Map<Long, List<B>>> grouped = new HashMap<>();
        for (B box : boxes) {
            grouped.computeIfAbsent(category.applyAsInt(box), c -> new HashMap<>())
                    .computeIfAbsent(image.applyAsLong(box), i -> new ArrayList<>())
                    .add(box);
        }
        return grouped;
    }

    private static void requireKnown(Set<Long> images, Set<Integer> categories, long image, int category, Object box) {
        if (!images.contains(image)) {
            throw new IllegalArgumentException(
                    "image " + image + " is none of the " + images.size() + " evaluated images: " + box);
        }
        if (!categories.contains(category)) {
            throw new IllegalArgumentException("category " + category + " is none of " + categories + ": " + box);
        }
    }
}
