package io.github.yolox4j.train.eval;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.github.yolox4j.detection.box.Box;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Evaluates detections by the rules of the Pascal VOC challenge: of each class, surest first over all images, a
 * detection looks at the object of its image that it overlaps most. If the overlap reaches the threshold, it is a hit;
 * or a miss, if a surer detection hit the same object; or does not count, if the object is difficult (or a crowd).
 * Otherwise it is a miss. Of equal scores the earlier in the given list comes first.
 *
 * @param iou least overlap of a hit, above 0 and at most 1
 * @param edges how wide a box is
 * @see <a href="http://host.robots.ox.ac.uk/pascal/VOC/voc2012/devkit_doc.pdf">VOC 2012 development kit, section
 *     3.4</a>
 */
public record VocEvaluator(double iou, PixelEdges edges) {

    /** The challenge's numbers. */
    public static final VocEvaluator DEFAULT = new VocEvaluator(0.5, PixelEdges.INCLUSIVE);

    public VocEvaluator {
        if (!(iou > 0 && iou <= 1)) {
            throw new IllegalArgumentException("the IoU of a hit must be above 0 and at most 1, got " + iou);
        }
    }

    private record Place(int categoryId, long imageId) {}

    /**
     * Evaluates the detections of all images.
     *
     * @throws IllegalArgumentException if an object or a detection is of none of the categories
     */
    public VocMetrics evaluate(
            Collection<Integer> categoryIds, List<GroundTruthBox> objects, List<ScoredBox> detections) {
        TreeSet<Integer> categories = new TreeSet<>(categoryIds);
        objects.forEach(object -> require(categories, object.categoryId(), object));
        detections.forEach(detection -> require(categories, detection.categoryId(), detection));
        Map<Place, List<GroundTruthBox>> byPlace =
                objects.stream().collect(groupingBy(object -> new Place(object.categoryId(), object.imageId())));
        Map<Integer, Long> demanded = objects.stream()
                .filter(VocEvaluator::isDemanded)
                .collect(groupingBy(GroundTruthBox::categoryId, counting()));
        Map<Integer, List<ScoredBox>> found = detections.stream().collect(groupingBy(ScoredBox::categoryId));
        Map<Integer, PrecisionRecall> curves = new TreeMap<>();
        for (int category : categories) {
            List<PrecisionRecall.Ranked> ranked = rank(found.getOrDefault(category, List.of()), byPlace);
            curves.put(
                    category,
                    new PrecisionRecall(
                            ranked, demanded.getOrDefault(category, 0L).intValue()));
        }
        return new VocMetrics(iou, curves);
    }

    private List<PrecisionRecall.Ranked> rank(List<ScoredBox> detections, Map<Place, List<GroundTruthBox>> objects) {
        List<ScoredBox> surestFirst = detections.stream()
                .sorted(Comparator.comparingDouble(ScoredBox::score).reversed()) // stable
                .toList();
        Map<Long, Set<Integer>> taken = new HashMap<>();
        List<PrecisionRecall.Ranked> ranked = new ArrayList<>();
        for (ScoredBox detection : surestFirst) {
            List<GroundTruthBox> here =
                    objects.getOrDefault(new Place(detection.categoryId(), detection.imageId()), List.of());
            int nearest = nearest(detection, here);
            boolean overlaps = !here.isEmpty()
                    && edges.iou(detection.box(), here.get(nearest).box()) >= iou;
            if (overlaps && !isDemanded(here.get(nearest))) {
                continue;
            }
            boolean isHit = overlaps
                    && taken.computeIfAbsent(detection.imageId(), i -> new HashSet<>())
                            .add(nearest);
            ranked.add(new PrecisionRecall.Ranked(detection.score(), isHit));
        }
        return ranked;
    }

    /** The place in the list of the object that is overlapped most, of equal ones the first; 0 in an empty list. */
    private int nearest(ScoredBox detection, List<GroundTruthBox> objects) {
        int best = 0;
        for (int i = 1; i < objects.size(); i++) {
            if (edges.iou(detection.box(), objects.get(i).box())
                    > edges.iou(detection.box(), objects.get(best).box())) {
                best = i;
            }
        }
        return best;
    }

    private static boolean isDemanded(GroundTruthBox object) {
        return !object.difficult() && !object.crowd();
    }

    private static void require(TreeSet<Integer> categories, int category, Object box) {
        if (!categories.contains(category)) {
            throw new IllegalArgumentException("category " + category + " is none of " + categories + ": " + box);
        }
    }

    /** What the edges of a box are, which decides how wide it is. */
    public enum PixelEdges {
        /** Places on a line: a box from 3 to 5 is 2 wide. COCO's reading. */
        CONTINUOUS(0),
        /** The first and the last pixel: a box from 3 to 5 is 3 wide. Pascal VOC's reading. */
        INCLUSIVE(1);

        private final double more;

        PixelEdges(double more) {
            this.more = more;
        }

        /** IoU of boxes whose every side, that of the intersection included, is longer by 0 or 1. */
        double iou(Box detection, Box object) {
            return whole(detection).iou(whole(object));
        }

        private Box whole(Box box) {
            return this == CONTINUOUS ? box : new Box(box.x1(), box.y1(), box.x2() + more, box.y2() + more);
        }
    }
}
