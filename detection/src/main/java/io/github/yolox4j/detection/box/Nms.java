package io.github.yolox4j.detection.box;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Class-wise greedy non-maximum suppression.
 *
 * <p>In order of falling score, a detection is kept unless a kept one of the same class overlaps it by more than the
 * threshold, {@link Box#iou(Box)}. The rules are those of {@code torchvision.ops.batched_nms}: an overlap of exactly
 * the threshold does not suppress, equal scores keep their order, and two boxes without area never suppress each other.
 *
 * @see <a href="https://docs.pytorch.org/vision/stable/generated/torchvision.ops.batched_nms.html">torchvision
 *     batched_nms</a>
 */
public final class Nms {

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

        Kept kept = new Kept(byScore.size(), classes(detections));
        List<Detection> survivors = new ArrayList<>();
        for (Detection candidate : byScore) {
            if (!kept.overlaps(candidate, iouThreshold)) {
                kept.add(candidate);
                survivors.add(candidate);
            }
        }
        return List.copyOf(survivors);
    }

    /** The boxes kept so far, those of one class chained to one another, as flat arrays: this is the inner loop. */
    private static final class Kept {

        private static final int NONE = -1;

        private final double[] corners; // [kept, 4]
        private final int[] previousOfClass; // by kept box
        private final int[] lastOfClass; // by class
        private int count;

        Kept(int most, int classes) {
            corners = new double[4 * most];
            previousOfClass = new int[most];
            lastOfClass = new int[classes];
            Arrays.fill(lastOfClass, NONE);
        }

        void add(Detection detection) {
            Box box = detection.box();
            corners[4 * count] = box.x1();
            corners[4 * count + 1] = box.y1();
            corners[4 * count + 2] = box.x2();
            corners[4 * count + 3] = box.y2();
            previousOfClass[count] = lastOfClass[detection.classId()];
            lastOfClass[detection.classId()] = count++;
        }

        boolean overlaps(Detection detection, double iouThreshold) {
            Box box = detection.box();
            double x1 = box.x1();
            double y1 = box.y1();
            double x2 = box.x2();
            double y2 = box.y2();
            for (int i = lastOfClass[detection.classId()]; i != NONE; i = previousOfClass[i]) {
                int at = 4 * i;
                double iou = Box.iou(corners[at], corners[at + 1], corners[at + 2], corners[at + 3], x1, y1, x2, y2);
                if (iou > iouThreshold) {
                    return true;
                }
            }
            return false;
        }
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
