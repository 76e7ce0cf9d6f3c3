package io.github.yolox4j.verify.reference;

import io.github.yolox4j.model.decode.AnchorGrid;
import io.github.yolox4j.testkit.NpyArray;
import io.github.yolox4j.testkit.NpzArchive;
import io.github.yolox4j.train.assign.TargetObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The input of a head's loss.
 *
 * @param classes number of object classes
 * @param maps raw maps by name, {@code raw8} to {@code raw32}, each {@code [batch, 4 + 1 + classes, rows, columns]}
 * @param objects of each image, in pixels
 */
record HeadBatch(AnchorGrid grid, int classes, Map<String, NpyArray> maps, List<List<TargetObject>> objects) {

    private static final int LABEL_NUMBERS = 5;

    static HeadBatch read(CaseFacts facts, NpzArchive arrays) throws IOException {
        int classes = facts.integer("classes");
        int side = facts.integer("side");
        AnchorGrid grid = new AnchorGrid(side, side);
        int[] counts = facts.integers("counts");
        Map<String, NpyArray> maps = new TreeMap<>();
        for (int stride : AnchorGrid.strides()) {
            String name = "raw" + stride;
            maps.put(name, facts.array(arrays, name, counts.length, 5L + classes, side / stride, side / stride));
        }
        NpyArray labels = facts.array(arrays, "labels", counts.length, CaseFacts.ANY, LABEL_NUMBERS);
        return new HeadBatch(grid, classes, maps, objects(facts, labels, counts, classes));
    }

    int batch() {
        return objects.size();
    }

    int objectCount() {
        return objects.stream().mapToInt(List::size).sum();
    }

    private static List<List<TargetObject>> objects(CaseFacts facts, NpyArray labels, int[] counts, int classes)
            throws IOException {
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
}
