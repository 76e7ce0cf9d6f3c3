package io.github.yolox4j.train.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.detection.box.Box;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.Fixtures;
import io.github.yolox4j.train.data.LabeledBox;
import io.github.yolox4j.train.data.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What one format writes, the same format reads. */
class ConversionTest {

    private static final List<String> CLASSES = List.of("red & blue", "<zebra>", "ключ");

    @TempDir
    private Path folder;

    private final Map<String, Dataset> splits = new LinkedHashMap<>();

    @BeforeEach
    void two_splits() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        for (String split : List.of("train", "val")) {
            List<Sample> samples = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int width = random.nextInt(20, 90);
                int height = random.nextInt(20, 90);
                Path file = folder.resolve("source").resolve(split + i + ".png");
                Fixtures.image(file, width, height);
                List<LabeledBox> boxes = new ArrayList<>();
                for (int k = 0; k < i; k++) {
                    double x = random.nextDouble(width - 9);
                    double y = random.nextInt(height - 9);
                    boxes.add(LabeledBox.ofCorners(
                            (i + k) % 3, x, y, x + random.nextDouble(1, 9), y + random.nextInt(1, 9)));
                }
                samples.add(new Sample(split + i, file, width, height, boxes));
            }
            splits.put(split, Dataset.of(CLASSES, samples));
        }
    }

    @ParameterizedTest
    @EnumSource(DatasetFormat.class)
    void images_and_boxes_come_back(DatasetFormat format) throws IOException {
        Path copy = folder.resolve("copy");
        format.write(splits, copy);

        assertThat(format.splits(copy)).containsExactly("train", "val");
        for (Map.Entry<String, Dataset> split : splits.entrySet()) {
            Dataset again = format.read(copy, split.getKey(), Optional.of(CLASSES));
            assertThat(again.size()).isEqualTo(4);
            for (int i = 0; i < 4; i++) {
                Sample before = split.getValue().samples().get(i);
                Sample after = again.samples().get(i);
                assertThat(after.image()).hasSameBinaryContentAs(before.image());
                assertThat(after.width()).isEqualTo(before.width());
                assertThat(after.height()).isEqualTo(before.height());
                assertThat(after.boxes()).hasSameSizeAs(before.boxes());
                for (int k = 0; k < after.boxes().size(); k++) {
                    assertSame(before.boxes().get(k), after.boxes().get(k));
                }
            }
        }
    }

    @Test
    void voc_keeps_difficult_objects_and_leaves_crowds_out() throws IOException {
        Sample sample = splits.get("train").samples().get(0);
        Sample marked = new Sample(
                sample.id(),
                sample.image(),
                sample.width(),
                sample.height(),
                List.of(
                        new LabeledBox(0, new Box(1, 2, 9, 9.5), false, true, 60),
                        new LabeledBox(1, new Box(1, 2, 9, 9), true, false, 56)));

        DatasetFormat.VOC.write(Map.of("test", Dataset.of(CLASSES, List.of(marked))), folder.resolve("voc"));

        assertThat(DatasetFormat.VOC
                        .read(folder.resolve("voc"), "test", Optional.of(CLASSES))
                        .samples()
                        .get(0)
                        .boxes())
                .containsExactly(new LabeledBox(0, new Box(1, 2, 9, 9.5), false, true, 60));
    }

    @ParameterizedTest
    @EnumSource(names = {"VOC", "YOLO"})
    void images_that_would_share_an_annotation_file_are_refused(DatasetFormat format) throws IOException {
        Path first = folder.resolve("source/a.png");
        Path second = folder.resolve("source/a.jpg");
        Fixtures.image(first, 20, 20);
        Fixtures.image(second, 20, 20);
        Dataset dataset = Dataset.of(
                CLASSES,
                List.of(new Sample("a", first, 20, 20, List.of()), new Sample("b", second, 20, 20, List.of())));

        assertThatThrownBy(() -> format.write(Map.of("train", dataset), folder.resolve("copy")))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(first.toString(), second.toString(), "have the same name");
        assertThat(folder.resolve("copy")).doesNotExist();
    }

    private static void assertSame(LabeledBox expected, LabeledBox actual) {
        assertThat(actual.classId()).isEqualTo(expected.classId());
        assertThat(new double[] {
                    actual.box().x1(),
                    actual.box().y1(),
                    actual.box().x2(),
                    actual.box().y2()
                })
                .containsExactly(
                        new double[] {
                            expected.box().x1(),
                            expected.box().y1(),
                            expected.box().x2(),
                            expected.box().y2()
                        },
                        within(1e-10));
    }
}
