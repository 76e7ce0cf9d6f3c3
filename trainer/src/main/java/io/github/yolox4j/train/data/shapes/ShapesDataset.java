package io.github.yolox4j.train.data.shapes;

import io.github.yolox4j.detection.image.ImageFiles;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.Sample;
import io.github.yolox4j.train.data.batch.Scene;
import io.github.yolox4j.train.data.batch.Seeds;
import io.github.yolox4j.train.data.coco.CocoWriter;
import io.github.yolox4j.train.data.format.DatasetFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A dataset that draws itself: coloured and textured circles, squares and triangles over noise, overlapping and partly
 * cut off by the border. Equal settings give equal annotations, and equal pixels as far as two versions of Java paint
 * alike; no font is used.
 *
 * <p>A shape's box is its extent inside the image, whatever lies over it; every shape shows at least half
 * of its area.
 *
 * @param seed of everything random
 * @param side of the square images in pixels
 * @param train how many images the split {@code train} has
 * @param test how many images the split {@code test} has, all others than those of {@code train}
 */
public record ShapesDataset(long seed, int side, int train, int test) {

    /** Names by class id. */
    public static final List<String> CLASSES = List.of("circle", "square", "triangle");

    /** The split to train on. */
    public static final String TRAIN = "train";

    /** The split held out. */
    public static final String TEST = "test";

    private static final int DEFAULT_SIDE = 128;
    private static final int MIN_SIDE = 32;

    public ShapesDataset {
        if (side < MIN_SIDE) {
            throw new IllegalArgumentException("side must be at least " + MIN_SIDE + " pixels: " + side);
        }
        if (train < 1 || test < 1) {
            throw new IllegalArgumentException("both splits need an image, got " + train + " and " + test);
        }
    }

    /** Images of 128 x 128 pixels. */
    public static ShapesDataset of(long seed, int train, int test) {
        return new ShapesDataset(seed, DEFAULT_SIDE, train, test);
    }

    /** The format it is written in. */
    public DatasetFormat format() {
        return DatasetFormat.COCO;
    }

    /**
     * Draws all images into a folder and writes their annotations as COCO, to be read as {@link #TRAIN} and
     * {@link #TEST}. Files of the same names are replaced, others left.
     */
    public void write(Path folder) throws IOException {
        write(folder, TRAIN, 0, train);
        write(folder, TEST, 1, test);
    }

    private void write(Path folder, String split, int splitNumber, int count) throws IOException {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Scene scene = ShapesPicture.draw(side, Seeds.at(seed, splitNumber, i));
            String id = Integer.toString(i + 1);
            Path file = folder.resolve("images").resolve(split).resolve(String.format("%06d.png", i + 1));
            ImageFiles.write(scene.image(), file);
            samples.add(new Sample(id, file, side, side, scene.boxes()));
        }
        CocoWriter.write(Map.of(split, Dataset.of(CLASSES, samples)), folder);
    }
}
