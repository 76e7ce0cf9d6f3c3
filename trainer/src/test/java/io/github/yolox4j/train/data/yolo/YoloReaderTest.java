package io.github.yolox4j.train.data.yolo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.testkit.SharedData;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.Fixtures;
import io.github.yolox4j.train.data.LabeledBox;
import io.github.yolox4j.train.data.Sample;
import io.github.yolox4j.train.data.finding.Findings;
import io.github.yolox4j.train.data.finding.Policy;
import io.github.yolox4j.train.data.finding.ProblemKind;
import io.github.yolox4j.train.data.format.DatasetFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YoloReaderTest {

    @TempDir
    Path folder;

    Path yaml;
    Path labels;

    @BeforeEach
    void two_images() throws IOException {
        Fixtures.image(folder.resolve("images/train/a.jpg"), 100, 80);
        Fixtures.image(folder.resolve("images/train/b.png"), 60, 50);
        labels = Fixtures.text(folder.resolve("labels/train/a.txt"), "1 0.5 0.25 0.2 0.5\n\n0 0.1 0.1 0.2 0\n");
        yaml = Fixtures.text(folder.resolve("data.yaml"), "train: images/train\nnc: 2\nnames: [cat, dog]\n");
    }

    @Test
    void boxes_are_pixels_and_an_image_without_labels_is_empty() throws IOException {
        Dataset dataset = DatasetFormat.YOLO.read(folder, "train");

        assertThat(dataset.classes()).containsExactly("cat", "dog");
        assertThat(dataset.samples())
                .containsExactly(
                        new Sample(
                                "a",
                                folder.resolve("images/train/a.jpg"),
                                100,
                                80,
                                List.of(LabeledBox.ofCorners(1, 40, 0, 60, 40))),
                        new Sample("b", folder.resolve("images/train/b.png"), 60, 50, List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "train: images/train\nnames:\n  0: cat\n  1: dog\n",
                "train: [images/train]\nnames: [cat, dog]\n",
                "path: ../somewhere/else\ntrain: images/train\nnames: [cat, dog]\n",
                "path: images\ntrain: train\nnames: [cat, dog]\n",
                "train: ../images/train\nval: ../images/train\nnames: ['cat', 'dog']\n",
                "train: list.txt\nnames: [cat, dog]\n"
            })
    void the_usual_ways_of_writing_data_yaml_are_understood(String content) throws IOException {
        Files.writeString(yaml, content);
        Files.writeString(folder.resolve("list.txt"), "images/train/a.jpg\n./images/train/b.png\n");

        Dataset dataset = DatasetFormat.YOLO.read(folder, "train");

        assertThat(dataset.classes()).containsExactly("cat", "dog");
        assertThat(dataset.size()).isEqualTo(2);
        assertThat(dataset.boxCount()).isEqualTo(1);
    }

    @Test
    void given_classes_keep_their_order() throws IOException {
        Dataset dataset = DatasetFormat.YOLO.read(folder, "train", Optional.of(List.of("dog", "cat")));

        assertThat(dataset.samples().get(0).boxes().get(0).classId()).isZero();
        assertThatThrownBy(() -> DatasetFormat.YOLO.read(folder, "train", Optional.of(List.of("cat"))))
                .isInstanceOf(IOException.class)
                .hasMessage(labels + ":1: class 'dog' is none of the expected [cat]");
    }

    /** Each is the box from (10, 16) to (30, 32) of an image of 100 x 80. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 0.2 0.3 0.2 0.2 0.91                       | a confidence",
                "1 0.2 0.3 0.2 0.2 17                         | the number of a track",
                "1 0.2 0.3 0.2 0.2 0.91 17                    | both",
                "1 0.1 0.2 0.3 0.2 0.3 0.4                    | a triangle",
                "1 0.1 0.2 0.3 0.2 0.3 0.4 0.1 0.4            | an oriented box",
                "1 0.1 0.2 0.3 0.2 0.3 0.4 0.1 0.4 0.15 0.3   | a polygon",
                "1 0.2 0.3 0.2 0.2 0.2 0.2 2 0.3 0.3 2 0 0 0  | keypoints",
                "1 0.2 0.3 0.2 0.2 0.2 0.2 2 0.3 0.3 0        | two keypoints",
                "1.0 0.2 0.3 0.2 0.2                          | a class with a decimal point",
            })
    void rows_of_other_tasks_are_read_as_boxes_with_a_note(String line, String what) throws IOException {
        Files.writeString(labels, line + "\n");
        Findings findings = Findings.stopping(Policy.USUAL);

        Dataset dataset = new YoloReader(folder, Optional.empty()).read("train", findings);

        LabeledBox box = dataset.samples().get(0).boxes().get(0);
        assertThat(box.classId()).as(what).isOne();
        assertThat(box.box().x1()).isCloseTo(10, within(1e-9));
        assertThat(box.box().y1()).isCloseTo(16, within(1e-9));
        assertThat(box.box().x2()).isCloseTo(30, within(1e-9));
        assertThat(box.box().y2()).isCloseTo(32, within(1e-9));
        assertThat(findings.summary())
                .isEqualTo(
                        line.startsWith("1.0")
                                ? "1 classes written with a decimal point"
                                : "1 objects of other tasks, read as boxes");
    }

    @Test
    void rows_of_a_dataset_for_poses_begin_with_a_box_whatever_follows() throws IOException {
        Files.writeString(yaml, "train: images/train\nkpt_shape: [3, 2]\nnames: [cat, dog]\n");
        Files.writeString(labels, "1 0.2 0.3 0.2 0.2 0.9 0.9 0.8 0.8 0.7 0.7\n");

        LabeledBox box = DatasetFormat.YOLO
                .read(folder, "train")
                .samples()
                .get(0)
                .boxes()
                .get(0);

        assertThat(box.box().x1()).isCloseTo(10, within(1e-9));
        assertThat(box.box().x2()).isCloseTo(30, within(1e-9));
    }

    @Test
    void labels_without_an_image_are_told_and_other_text_files_are_not() throws IOException {
        Path orphan = Fixtures.text(folder.resolve("labels/train/gone.txt"), "0 0.5 0.5 0.2 0.2\n");
        Fixtures.text(folder.resolve("labels/train/README.txt"), "Made by hand.\n");
        Findings findings = Findings.stopping(Policy.USUAL);

        new YoloReader(folder, Optional.empty()).read("train", findings);

        assertThat(findings.imagesLeftOut())
                .containsExactly(orphan + ": its image is missing in " + folder.resolve("images/train"));
    }

    @Test
    void a_class_list_beside_the_labels_that_goes_against_data_yaml_is_refused() throws IOException {
        Path list = Fixtures.text(folder.resolve("labels/train/classes.txt"), "dog\ncat\n");

        assertThatThrownBy(() -> DatasetFormat.YOLO.read(folder, "train"))
                .isInstanceOf(IOException.class)
                .hasMessage(list + " numbers the classes [dog, cat], but " + yaml
                        + " [cat, dog]; remove the one that is wrong");
    }

    @Test
    void fractions_a_little_outside_are_kept_with_a_note() throws IOException {
        Files.writeString(labels, "0 -0.000571 0.5 0.125 1.0025\n");
        Findings findings = Findings.stopping(Policy.USUAL);

        Dataset dataset = new YoloReader(folder, Optional.empty()).read("train", findings);

        assertThat(dataset.samples().get(0).boxes()).hasSize(1);
        assertThat(findings.summary()).isEqualTo("2 fractions a little outside of 0 to 1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 0.5 0.25 0.2     | needs 5 numbers, class cx cy width height, got 4 in '1 0.5 0.25 0.2'",
                "2 0.5 0.25 0.2 0.5 | class 2 has no name among [cat, dog]",
                "-1 0.5 0.2 0.2 0.5 | class -1 has no name among [cat, dog]",
                "x 0.5 0.25 0.2 0.5 | the class must be a whole number, is 'x'",
                "1 40 0.25 0.2 0.5  | 40 must be a fraction of the image, between 0 and 1",
                "1 NaN 0.25 0.2 0.5 | NaN must be a fraction of the image, between 0 and 1",
                "1 half 0.25 0.2 1  | 'half' is not a number",
                "1 .2 .3 .2 .2 .1 .1 1 .3 .3 0 | may be a box with keypoints or a polygon; 'kpt_shape' in data.yaml says"
                        + " that the rows have keypoints",
                "1 .1 .2 .3 .2 .3 1 | may be a box with a confidence and track 1, or a polygon of 3 points; write its"
                        + " last number as 1.0 if it is a fraction",
                "1 .2 .3 .2 .2 .1 .1 3 | 8 numbers are neither a box (class cx cy width height), nor a polygon"
                        + " (class x1 y1 x2 y2 ...), nor a box with keypoints (x y visibility)"
            })
    void what_is_wrong_is_said_with_file_and_line(String line, String message) throws IOException {
        Files.writeString(labels, "0 0.5 0.5 0.1 0.1\n" + line + "\n");

        assertThatThrownBy(() -> DatasetFormat.YOLO.read(folder, "train"))
                .isInstanceOf(IOException.class)
                .hasMessage(labels + ":2: " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "train: images/train;nc: 3;names: [cat, dog]  | : 'nc' is 3 but 'names' has 2",
                "train: images/train                          | : no 'names', needs a list of class names or a map"
                        + " from number to name",
                "train: images/train;names: [cat, cat]        | : a class is named twice in [cat, cat]",
                "train: images/train;names: {1: cat, 2: dog}  | : 'names' must number its 2 classes from 0, has [1, 2]",
                "val: images/train;names: [cat, dog]          | : no split 'train', there are [val]"
            })
    void what_is_wrong_in_data_yaml_is_said(String lines, String message) throws IOException {
        Files.writeString(yaml, lines.replace(";", "\n"));

        assertThatThrownBy(() -> DatasetFormat.YOLO.read(folder, "train"))
                .isInstanceOf(IOException.class)
                .hasMessage(yaml + message);
    }

    @Test
    void a_missing_image_folder_and_broken_yaml_are_named() throws IOException {
        Files.writeString(yaml, "train: pictures\nnames: [cat, dog]\n");
        assertThatThrownBy(() -> DatasetFormat.YOLO.read(folder, "train"))
                .isInstanceOf(IOException.class)
                .hasMessage(yaml + ": 'train' is pictures, which does not exist: [" + folder.resolve("pictures") + "]");

        Files.writeString(yaml, "names: [cat\ntrain: x\n");
        assertThatThrownBy(() -> DatasetFormat.YOLO.read(folder, "train"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(yaml + ":")
                .hasMessageContaining(": not YAML: ");

        Files.delete(yaml);
        assertThatThrownBy(() -> DatasetFormat.YOLO.read(folder, "train"))
                .hasMessageStartingWith(folder + ": no YOLO dataset, expected data.yaml (any NAME.yaml with 'names'),"
                        + " obj.data of darknet, or classes.txt; found ")
                .hasMessageContaining("1 .txt in labels/train")
                .hasMessageEndingWith("as 'train: images/train', 'val: images/val', 'names: [cat, dog]'");
    }

    @Test
    void no_image_is_refused_and_no_label_file_is_told() throws IOException {
        Files.delete(labels);
        Findings findings = Findings.stopping(Policy.USUAL);
        assertThat(new YoloReader(folder, Optional.empty())
                        .read("train", findings)
                        .boxCount())
                .isZero();
        assertThat(findings.count(ProblemKind.NO_LABEL_FILE)).isEqualTo(2);

        Files.delete(folder.resolve("images/train/a.jpg"));
        Files.delete(folder.resolve("images/train/b.png"));
        assertThatThrownBy(() -> DatasetFormat.YOLO.read(folder, "train"))
                .hasMessage(yaml + ": no image in [" + folder.resolve("images/train") + "]");
    }

    @Test
    void an_unreadable_image_is_left_out_and_named() throws IOException {
        Path image = folder.resolve("images/train/a.jpg");
        Files.writeString(image, "no image");
        Findings findings = Findings.stopping(Policy.USUAL);

        Dataset dataset = new YoloReader(folder, Optional.empty()).read("train", findings);

        assertThat(dataset.samples()).extracting(Sample::id).containsExactly("b");
        assertThat(findings.imagesLeftOut()).singleElement().asString().startsWith("cannot read image " + image + ": ");
    }

    @Test
    void what_the_writer_writes_is_read_again(@TempDir Path copy) throws IOException {
        Dataset dataset = DatasetFormat.YOLO.read(folder, "train");

        YoloWriter.write(Map.of("train", dataset, "test", dataset.subset(0, 1)), copy);

        Dataset again = DatasetFormat.YOLO.read(copy, "train");
        assertThat(again.classes()).isEqualTo(dataset.classes());
        assertThat(again.samples())
                .usingRecursiveComparison()
                .ignoringFields("image")
                .isEqualTo(dataset.samples());
        assertThat(DatasetFormat.YOLO.read(copy, "test").size()).isEqualTo(1);
    }

    @Test
    void the_coco_subset_survives_the_way_through_this_format(@TempDir Path copy) throws IOException {
        Dataset coco = DatasetFormat.COCO.read(SharedData.folder("coco_val_ccby"), "val");

        YoloWriter.write(Map.of("val", coco), copy);

        Dataset yolo = DatasetFormat.YOLO.read(copy, "val");
        assertThat(yolo.size()).isEqualTo(47);
        assertThat(yolo.boxCount()).isEqualTo(469 - 7);
        for (int i = 0; i < coco.size(); i++) {
            Sample expected = coco.samples().get(i);
            Sample actual = yolo.samples().get(i);
            assertThat(actual.width()).isEqualTo(expected.width());
            List<LabeledBox> boxes =
                    expected.boxes().stream().filter(box -> !box.crowd()).toList();
            for (int j = 0; j < boxes.size(); j++) {
                assertThat(actual.boxes().get(j).classId())
                        .isEqualTo(boxes.get(j).classId());
                assertThat(actual.boxes().get(j).box().x1())
                        .isCloseTo(boxes.get(j).box().x1(), within(1e-2));
                assertThat(actual.boxes().get(j).box().y2())
                        .isCloseTo(boxes.get(j).box().y2(), within(1e-2));
            }
        }
    }
}
