package io.github.yolox4j.train.golden;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.testkit.NpzArchive;
import io.github.yolox4j.testkit.Numbers;
import io.github.yolox4j.testkit.golden.CaseFacts;
import io.github.yolox4j.train.assign.TargetObject;
import io.github.yolox4j.train.task.yolox.YoloxTask;
import java.io.IOException;
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
        return new HeadBatch(grid, classes, maps, Labels.read(facts, arrays, classes));
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
