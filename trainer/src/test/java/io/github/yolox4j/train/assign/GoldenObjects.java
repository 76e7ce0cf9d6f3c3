package io.github.yolox4j.train.assign;

import io.github.yolox4j.testkit.GoldenCase;
import io.github.yolox4j.testkit.NpyArray;
import io.github.yolox4j.testkit.NpzArchive;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The objects of a golden batch: array {@code labels [batch, n, 5]} of class, centre x, centre y, width, height in pixels, of
 * which {@code counts} rows per image are meant.
 */
public final class GoldenObjects {

    private static final int LABEL_NUMBERS = 5;

    private GoldenObjects() {}

    /** The objects of each image. */
    public static List<List<TargetObject>> of(GoldenCase golden, NpzArchive arrays) throws IOException {
        NpyArray labels = arrays.array("labels");
        double[] numbers = labels.doubles();
        int rows = (int) labels.shape()[1];
        List<List<TargetObject>> objects = new ArrayList<>();
        for (int image = 0; image < labels.shape()[0]; image++) {
            int count = golden.description().get("counts").get(image).intValue();
            List<TargetObject> ofImage = new ArrayList<>();
            for (int row = 0; row < count; row++) {
                int at = (image * rows + row) * LABEL_NUMBERS;
                ofImage.add(new TargetObject(
                        (int) numbers[at], numbers[at + 1], numbers[at + 2], numbers[at + 3], numbers[at + 4]));
            }
            objects.add(ofImage);
        }
        return objects;
    }
}
