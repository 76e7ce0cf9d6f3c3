package io.github.yolox4j.model.decode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Class-wise greedy non-maximum suppression.
 *
 * <p>In order of falling score, a detection is kept unless a kept one of the same class overlaps it by more than the threshold:
 * \[ \mathrm{IoU}(a, b) = \frac{|a \cap b|}{|a| + |b| - |a \cap b|} > \text{threshold} \]
 * The rules are those of {@code torchvision.ops.batched_nms}: an overlap of exactly the threshold does not suppress, equal
 * scores keep their order, and two boxes without area never suppress each other.
 *
 * @see <a href="https://docs.pytorch.org/vision/stable/generated/torchvision.ops.batched_nms.html">torchvision batched_nms</a>
 */
public final class Nms {

    private static final int NONE = -1;

    private Nms() {}

    /**
     * The detections that survive, by falling score.
     *
     * @param iouThreshold in [0, 1]
     */
    public static List<Detection> keep(List<Detection> detections, double iouThreshold) {
        if (!(iouThreshold >= 0 && iouThreshold <= 1)) {
            throw new IllegalArgumentException("the IoU threshold must lie in [0, 1], got " + iouThreshold);
        }
        List<Detection> byScore = new ArrayList<>(detections);
        byScore.sort(Comparator.comparingDouble(Detection::score).reversed());

        List<Detection> kept = new ArrayList<>();
        int[] lastOfClass = new int[classes(detections)]; // index into kept
        Arrays.fill(lastOfClass, NONE);
        int[] previousOfClass = new int[byScore.size()]; // by index into kept: a chain through the class
        for (Detection candidate : byScore) {
            int last = lastOfClass[candidate.classId()];
            if (!suppressed(candidate, kept, last, previousOfClass, iouThreshold)) {
                previousOfClass[kept.size()] = last;
                lastOfClass[candidate.classId()] = kept.size();
                kept.add(candidate);
            }
        }
        return List.copyOf(kept);
    }

    private static boolean suppressed(
            Detection candidate, List<Detection> kept, int last, int[] previousOfClass, double iouThreshold) {
        for (int i = last; i != NONE; i = previousOfClass[i]) {
            if (iou(kept.get(i), candidate) > iouThreshold) {
                return true;
            }
        }
        return false;
    }

    /** Intersection over union; NaN when both boxes have no area. */
    static double iou(Detection a, Detection b) {
        double width = Math.min(a.x2(), b.x2()) - Math.max(a.x1(), b.x1());
        double height = Math.min(a.y2(), b.y2()) - Math.max(a.y1(), b.y1());
        double intersection = Math.max(0, width) * Math.max(0, height);
        return intersection / (a.area() + b.area() - intersection);
    }

    private static int classes(List<Detection> detections) {
        int classes = 0;
        for (Detection detection : detections) {
            if (detection.classId() < 0) {
                throw new IllegalArgumentException("negative class: " + detection);
            }
            classes = Math.max(classes, detection.classId() + 1);
        }
        return classes;
    }
}
