package io.github.yolox4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.detection.box.Box;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.shapes.ShapesDataset;
import io.github.yolox4j.train.eval.ImageReview;
import io.github.yolox4j.train.eval.ScoredBox;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReviewSheetTest {

    @TempDir
    private Path folder;

    /** As an untrained network finds them, for which Java's dashes need more memory than an array has. */
    @Test
    void a_box_of_any_size_is_drawn_as_far_as_the_image_goes() throws IOException {
        ShapesDataset shapes = new ShapesDataset(1, 64, 2, 2);
        shapes.write(folder);
        Dataset dataset = shapes.format().read(folder, ShapesDataset.TEST);
        ScoredBox vast = new ScoredBox(0, 0, Box.ofSides(32, -1e12, 3e30, 2e30), 0.5);
        ScoredBox elsewhere = new ScoredBox(0, 0, Box.ofSides(1e12, 1e12, 1e13, 1e13), 0.5);

        BufferedImage with = sheet(dataset, List.of(vast, elsewhere));
        BufferedImage without = sheet(dataset, List.of());

        int[] changed = new int[with.getWidth()];
        Arrays.setAll(changed, x -> differences(with, without, x));
        int edge = 6 + 400 / 2; // the gap, and half of a tile
        assertThat(Arrays.stream(changed, edge - 3, edge + 3).sum()).isGreaterThan(100);
        assertThat(Arrays.stream(changed, 0, edge - 3).sum()).isZero();
        assertThat(Arrays.stream(changed, edge + 3, with.getWidth()).sum()).isZero();
    }

    private static BufferedImage sheet(Dataset dataset, List<ScoredBox> unfounded) throws IOException {
        return new ReviewSheet(dataset).of(List.of(new ImageReview(0, List.of(), List.of(), unfounded)));
    }

    /** In a column, between caption and labels. */
    private static int differences(BufferedImage a, BufferedImage b, int x) {
        int count = 0;
        for (int y = 100; y < 300; y++) {
            count += a.getRGB(x, y) == b.getRGB(x, y) ? 0 : 1;
        }
        return count;
    }
}
