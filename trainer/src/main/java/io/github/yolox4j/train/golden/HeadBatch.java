package io.github.yolox4j.train.golden;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.testkit.NpzArchive;
import io.github.yolox4j.testkit.Numbers;
import io.github.yolox4j.testkit.golden.CaseFacts;
import io.github.yolox4j.train.assign.TargetObject;
import io.github.yolox4j.train.task.yolox.YoloxTask;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The input of a head's loss.
 *
 * @param maps raw maps by name, {@code raw8} to {@code raw32}, each {@code [batch, 4 + 1 + classes, rows, columns]}
 * @param objects of each image, in pixels
 */
record HeadBatch(AnchorGrid grid, int classes, Map<String, Numbers> maps, List<List<TargetObject>> objects) {

    private static final int LABEL_NUMBERS = 5;

    static HeadBatch read(CaseFacts facts, NpzArchive arrays) throws IOException {
        int classes = facts.classes();
        int side = facts.integer("side");
        AnchorGrid grid = new AnchorGrid(side, side);
        long channels = task(classes).head().rowLength();
        int[] counts = facts.integers("counts");
        Map<String, Numbers> maps = new TreeMap<>();
        for (int stride : AnchorGrid.strides()) {
            String name = map(stride);
            maps.put(name, facts.array(arrays, name, counts.length, channels, side / stride, side / stride));
        }
        return new HeadBatch(grid, classes, maps, labels(facts, arrays, classes));
    }

    /**
     * The objects of a batch: array {@code labels [batch, n, 5]} of class, centre x, centre y, width, height in pixels,
     * of which {@code counts} rows per image are meant.
     */
    static List<List<TargetObject>> labels(CaseFacts facts, NpzArchive arrays, int classes) throws IOException {
        int[] counts = facts.integers("counts");
        Numbers labels = facts.array(arrays, "labels", counts.length, CaseFacts.ANY, LABEL_NUMBERS);
        double[] numbers = labels.doubles();
        int rows = Math.toIntExact(labels.shape()[1]);
        List<List<TargetObject>> objects = new ArrayList<>();
        for (int image = 0; image < counts.length; image++) {
            if (counts[image] < 0 || counts[image] > rows) {
                throw new IOException("manifest.json: 'counts/" + image + "' of case "
                        + facts.golden().name() + " must be in 0.." + rows + ", is " + counts[image]);
            }
            List<TargetObject> ofImage = new ArrayList<>();
            for (int row = 0; row < counts[image]; row++) {
                int at = (image * rows + row) * LABEL_NUMBERS;
                int classId = (int) numbers[at];
                if (classId != numbers[at] || classId < 0 || classId >= classes) {
                    throw new IOException(facts.text("file") + "/labels: object " + row + " of image " + image
                            + " has class " + numbers[at] + ", need an integer in 0.." + (classes - 1));
                }
                ofImage.add(
                        new TargetObject(classId, numbers[at + 1], numbers[at + 2], numbers[at + 3], numbers[at + 4]));
            }
            objects.add(ofImage);
        }
        return objects;
    }

    private static YoloxTask task(int classes) {
        return YoloxTask.of(YoloxConfig.of(YoloxConfig.Size.NANO).withClasses(classes));
    }

    /** The reference's task with as many classes; the size of the network does not matter. */
    YoloxTask task() {
        return task(classes);
    }

    static String map(int stride) {
        return "raw" + stride;
    }

    int batch() {
        return objects.size();
    }

    int objectCount() {
        return objects.stream().mapToInt(List::size).sum();
    }
}
