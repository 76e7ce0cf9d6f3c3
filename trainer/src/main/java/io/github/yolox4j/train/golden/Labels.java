package io.github.yolox4j.train.golden;

import io.github.yolox4j.testkit.NpzArchive;
import io.github.yolox4j.testkit.Numbers;
import io.github.yolox4j.testkit.golden.CaseFacts;
import io.github.yolox4j.train.assign.TargetObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The objects of a batch: array {@code labels [batch, n, 5]} of class, centre x, centre y, width, height in
 * pixels, of which {@code counts} rows per image are meant.
 */
final class Labels {

    private static final int LABEL_NUMBERS = 5;

    private Labels() {}

    static List<List<TargetObject>> read(CaseFacts facts, NpzArchive arrays, int classes) throws IOException {
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
}
