package io.github.yolox4j.train.data.shapes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.detection.image.ImageFiles;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.LabeledBox;
import io.github.yolox4j.train.data.Sample;
import io.github.yolox4j.train.data.format.DatasetFormat;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShapesDatasetTest {

    @TempDir
    Path folder;

    @Test
    void both_splits_are_read_back_with_every_class_and_one_to_six_boxes() throws IOException {
        ShapesDataset shapes = ShapesDataset.of(3, 40, 10);
        shapes.write(folder);

        Dataset train = shapes.format().read(folder, ShapesDataset.TRAIN);
        Dataset test = shapes.format().read(folder, ShapesDataset.TEST);

        assertThat(train.size()).isEqualTo(40);
        assertThat(test.size()).isEqualTo(10);
        assertThat(train.classes()).isEqualTo(ShapesDataset.CLASSES).isEqualTo(test.classes());
        Set<Integer> counts = new HashSet<>();
        Set<Integer> classes = new HashSet<>();
        for (Sample sample : train.samples()) {
            counts.add(sample.boxes().size());
            for (LabeledBox box : sample.boxes()) {
                classes.add(box.classId());
                assertThat(box.box().x1()).isBetween(0.0, 128.0);
                assertThat(box.box().y1()).isBetween(0.0, 128.0);
                assertThat(box.box().x2()).isBetween(box.box().x1() + 1, 128.0);
                assertThat(box.box().y2()).isBetween(box.box().y1() + 1, 128.0);
                assertThat(Math.max(box.box().width(), box.box().height())).isBetween(0.06 * 128, 0.55 * 128);
            }
        }
        assertThat(counts)
                .allSatisfy(count -> assertThat(count).isBetween(1, 6))
                .hasSizeGreaterThan(3);
        assertThat(classes).containsExactlyInAnyOrder(0, 1, 2);
    }

    @Test
    void the_same_seed_draws_the_same_pictures_and_no_two_are_alike(@TempDir Path other) throws IOException {
        ShapesDataset.of(3, 4, 2).write(folder);
        ShapesDataset.of(3, 5, 2).write(other);

        Dataset first = DatasetFormat.COCO.read(folder, "train");
        Dataset second = DatasetFormat.COCO.read(other, "train");
        for (int i = 0; i < 4; i++) {
            assertThat(second.samples().get(i).boxes())
                    .isEqualTo(first.samples().get(i).boxes());
            assertThat(second.samples().get(i).image())
                    .hasSameBinaryContentAs(first.samples().get(i).image());
        }
        List<LabeledBox> held =
                DatasetFormat.COCO.read(folder, "test").samples().get(0).boxes();
        assertThat(first.samples())
                .extracting(Sample::boxes)
                .doesNotContain(held)
                .doesNotHaveDuplicates();
    }

    @Test
    void a_box_is_the_extent_of_the_shape_inside_the_image() {
        ShapeMask mask = ShapeMask.of(new Ellipse2D.Double(-10, 20, 40, 40), 64);

        assertThat(mask.box(1)).isEqualTo(LabeledBox.ofCorners(1, 0, 20, 30, 60));
        assertThat(mask.countWithout(ShapeMask.of(new Rectangle2D.Double(0, 0, 64, 64), 64)))
                .isZero();
    }

    @Test
    void images_of_another_size_are_possible(@TempDir Path small) throws IOException {
        new ShapesDataset(1, 64, 1, 1).write(small);

        Path image = DatasetFormat.COCO.read(small, "test").samples().get(0).image();
        assertThat(ImageFiles.size(image).width()).isEqualTo(64);
    }

    @Test
    void senseless_sizes_are_refused() {
        assertThatThrownBy(() -> new ShapesDataset(1, 8, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("side must be at least 32 pixels: 8");
        assertThatThrownBy(() -> ShapesDataset.of(1, 0, 1)).hasMessage("both splits need an image, got 0 and 1");
    }
}
