package io.github.yolox4j.train.data.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.testkit.SharedData;
import io.github.yolox4j.train.data.ClassSelection;
import io.github.yolox4j.train.data.Fixtures;
import io.github.yolox4j.train.data.finding.Policy;
import io.github.yolox4j.train.data.finding.Problem;
import io.github.yolox4j.train.data.finding.ProblemKind;
import io.github.yolox4j.train.data.format.DatasetFormat;
import io.github.yolox4j.train.data.format.DatasetSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetCheckTest {

    private static Problem problem(ProblemKind kind, String text) {
        return new Problem(kind, Policy.USUAL.outcome(kind), text);
    }

    private static DatasetReport check(
            DatasetFormat format, Path folder, List<String> splits, Optional<List<String>> classes) throws IOException {
        return DatasetCheck.of(DatasetSource.of(format, folder), splits, classes, ClassSelection.ALL, Policy.USUAL);
    }

    @TempDir
    private Path folder;

    @Test
    void every_problem_of_a_voc_folder_is_found_in_one_pass() throws IOException {
        Path annotations = folder.resolve("Annotations");
        Path images = folder.resolve("JPEGImages");
        for (String name : List.of("good", "boxes", "empty", "other_size", "cut", "broken", "senseless")) {
            Fixtures.image(images.resolve(name + ".png"), name.equals("other_size") ? 99 : 100, 80);
        }
        Files.write(images.resolve("cut.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G'});
        Files.copy(images.resolve("good.png"), images.resolve("copy.png"));
        String dog = Fixtures.object("dog", 5, 6, 50, 60);
        for (String name : List.of("good", "other_size", "cut", "copy", "lost")) {
            Fixtures.text(annotations.resolve(name + ".xml"), Fixtures.voc(dog));
        }
        Fixtures.text(annotations.resolve("empty.xml"), Fixtures.voc());
        Fixtures.text(annotations.resolve("broken.xml"), "<annotation>\n<size>");
        Fixtures.text(
                annotations.resolve("boxes.xml"),
                Fixtures.voc(
                        dog,
                        Fixtures.object("cat", 1, 2, 3, 4),
                        Fixtures.object("dog", 7, 7, 7, 20),
                        Fixtures.object("dog", 200, 7, 220, 20),
                        Fixtures.object("dog", -5, 7, 20, 20),
                        dog));
        Fixtures.text(
                annotations.resolve("senseless.xml"),
                Fixtures.voc(dog, Fixtures.object("dog", "a", 2, 3, 4), Fixtures.object("dog", 9, 2, 3, 4)));
        Path list = Fixtures.text(
                folder.resolve("ImageSets/Main/train.txt"),
                "good\nboxes\nempty\nother_size\ncut\ncopy\nbroken\nsenseless\nlost\nnowhere\n");

        DatasetReport report = check(DatasetFormat.VOC, folder, List.of("train"), Optional.of(List.of("dog", "horse")));

        assertThat(report.problems())
                .contains(
                        problem(
                                ProblemKind.MISSING_FILE,
                                list + ":10: no annotation " + annotations.resolve("nowhere.xml")),
                        problem(
                                ProblemKind.UNKNOWN_CLASS,
                                annotations.resolve("boxes.xml")
                                        + ":4: class 'cat' is none of the expected [dog, horse]"),
                        problem(
                                ProblemKind.NO_AREA,
                                annotations.resolve("boxes.xml")
                                        + ":5: dropped a box without area, (7.0, 7.0, 7.0, 20.0)"),
                        problem(
                                ProblemKind.OUTSIDE,
                                annotations.resolve("boxes.xml")
                                        + ":6: dropped a box outside the image of 100 x 80, (200.0, 7.0, 220.0, 20.0)"),
                        problem(
                                ProblemKind.PARTLY_OUTSIDE,
                                annotations.resolve("boxes.xml")
                                        + ":7: a box extends beyond the image of 100 x 80, (-5.0, 7.0, 20.0, 20.0)"),
                        problem(
                                ProblemKind.DUPLICATE_BOX,
                                annotations.resolve("boxes.xml")
                                        + ":8: the same box of the same class again, (5.0, 6.0, 50.0, 60.0)"),
                        problem(
                                ProblemKind.WRONG_OBJECT,
                                annotations.resolve("senseless.xml") + ":4: <xmin> must be a number, is 'a'"),
                        problem(
                                ProblemKind.EXCHANGED_CORNERS,
                                annotations.resolve("senseless.xml")
                                        + ":5: xmin 9.0, ymin 2.0, xmax 3.0, ymax 4.0 are exchanged; put right"),
                        problem(ProblemKind.NO_OBJECTS, images.resolve("empty.png") + ": no objects"),
                        problem(
                                ProblemKind.WRONG_SIZE,
                                images.resolve("other_size.png")
                                        + ": has 99 x 80 pixels, but its annotation says 100 x 80"),
                        problem(
                                ProblemKind.DUPLICATE_IMAGE,
                                images.resolve("copy.png") + " of split 'train': the same image as "
                                        + images.resolve("good.png") + " of split 'train'"),
                        problem(ProblemKind.UNUSED_CLASS, folder + ": no object of class 'horse' in [train]"));
        assertThat(report.counts())
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry(ProblemKind.MISSING_FILE, 1),
                        Map.entry(ProblemKind.MISSING_IMAGE, 1),
                        Map.entry(ProblemKind.UNREADABLE_IMAGE, 1),
                        Map.entry(ProblemKind.WRONG_SIZE, 1),
                        Map.entry(ProblemKind.WRONG_ANNOTATION, 1),
                        Map.entry(ProblemKind.WRONG_OBJECT, 1),
                        Map.entry(ProblemKind.EXCHANGED_CORNERS, 1),
                        Map.entry(ProblemKind.UNKNOWN_CLASS, 1),
                        Map.entry(ProblemKind.NO_AREA, 1),
                        Map.entry(ProblemKind.OUTSIDE, 1),
                        Map.entry(ProblemKind.PARTLY_OUTSIDE, 1),
                        Map.entry(ProblemKind.DUPLICATE_BOX, 1),
                        Map.entry(ProblemKind.DUPLICATE_IMAGE, 1),
                        Map.entry(ProblemKind.NO_OBJECTS, 1),
                        Map.entry(ProblemKind.UNUSED_CLASS, 1)));
        assertThat(report.isRefused()).isTrue();
        assertThat(report.histogram("train")).containsExactly(Map.entry("dog", 9), Map.entry("horse", 0));
    }

    @Test
    void an_image_that_two_splits_share_is_named() throws IOException {
        Fixtures.text(folder.resolve("data.yaml"), "train: images/train\nval: images/val\nnames: [cat]\n");
        Fixtures.image(folder.resolve("images/train/a.png"), 30, 20);
        Fixtures.text(folder.resolve("labels/train/a.txt"), "0 0.5 0.5 0.2 0.2\n5 0.5 0.5 0.1 0.1\n0 2 0.5 0.1 0.1\n");
        Files.createDirectories(folder.resolve("images/val"));
        Files.copy(folder.resolve("images/train/a.png"), folder.resolve("images/val/b.png"));
        Fixtures.text(folder.resolve("labels/val/b.txt"), "0 0.5 0.5 0.2 0.2\n");
        Path labels = folder.resolve("labels/train/a.txt").toAbsolutePath();

        DatasetReport report = check(DatasetFormat.YOLO, folder, DatasetFormat.YOLO.splits(folder), Optional.empty());

        assertThat(report.problems())
                .containsExactly(
                        problem(ProblemKind.UNKNOWN_CLASS, labels + ":2: class 5 has no name among [cat]"),
                        problem(
                                ProblemKind.WRONG_OBJECT,
                                labels + ":3: 2 must be a fraction of the image, between 0 and 1"),
                        problem(
                                ProblemKind.SHARED_IMAGE,
                                folder.resolve("images/val/b.png") + " of split 'val': the same image as "
                                        + folder.resolve("images/train/a.png") + " of split 'train'"));
    }

    @Test
    void coco_annotations_are_found_by_their_line() throws IOException {
        Fixtures.image(folder.resolve("images/a.jpg"), 100, 80);
        Path file = Fixtures.text(
                folder.resolve("instances.json"),
                """
                {"images": [{"id": 1, "file_name": "a.jpg", "width": 100, "height": 80},
                            {"id": 2, "file_name": "b.jpg", "width": 100, "height": 80},
                            {"id": 1, "file_name": "c.jpg", "width": 100, "height": 80}],
                 "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4]},
                                 {"id": 2, "image_id": 9, "category_id": 1, "bbox": [1, 2, 3, 4]},
                                 {"id": 3, "image_id": 1, "category_id": 9, "bbox": [1, 2, 3, 4]},
                                 {"id": 4, "image_id": 1, "category_id": 1, "bbox": [1, 2, 3]}],
                 "categories": [{"id": 1, "name": "car"}]}
                """);

        DatasetReport report = check(DatasetFormat.COCO, folder, List.of("train"), Optional.empty());

        assertThat(report.problems())
                .containsExactlyInAnyOrder(
                        problem(
                                ProblemKind.MISSING_IMAGE,
                                file + ":2: image b.jpg is in none of [" + folder.resolve("images") + ", " + folder
                                        + "]"),
                        problem(ProblemKind.WRONG_ANNOTATION, file + ":3: image id 1 occurs twice"),
                        problem(ProblemKind.WRONG_ANNOTATION, file + ":5: annotation 2: 'images' has no image 9"),
                        problem(ProblemKind.UNKNOWN_CLASS, file + ":6: annotation 3: 'categories' has no category 9"),
                        problem(
                                ProblemKind.WRONG_OBJECT,
                                file + ":7: annotation 4: 'bbox' must be [x, y, width, height], is [1,2,3]"),
                        problem(
                                ProblemKind.WHOLE_AS_SPLIT,
                                folder + ": split 'train' is all images of instances.json"));
    }

    @Test
    void a_dataset_without_problems_has_none() throws IOException {
        Fixtures.text(folder.resolve("data.yaml"), "train: images\nnames: [cat]\n");
        Fixtures.image(folder.resolve("images/a.png"), 30, 20);
        Fixtures.text(folder.resolve("labels/a.txt"), "0 0.5 0.5 0.2 0.2\n");

        DatasetReport report = check(DatasetFormat.YOLO, folder, DatasetFormat.YOLO.splits(folder), Optional.empty());

        assertThat(report.problems()).isEmpty();
        assertThat(report.isRefused()).isFalse();
        assertThatThrownBy(() -> check(DatasetFormat.YOLO, folder, List.of("val"), Optional.empty()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no split 'val'");
    }

    @Test
    void the_blood_cells_have_their_known_boxes_without_area() throws IOException {
        Path bccd = SharedData.folder("bccd").resolve("BCCD");

        DatasetReport report = check(DatasetFormat.VOC, bccd, DatasetFormat.VOC.splits(bccd), Optional.empty());

        assertThat(report.splits()).containsOnlyKeys("train", "val", "test");
        assertThat(report.problems().stream().filter(p -> p.kind() == ProblemKind.NO_AREA))
                .as("boxes of no width: %s", report.counts())
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem.text()).containsPattern("BloodImage_\\d+\\.xml:\\d+: "));
        assertThat(report.isRefused()).as("%s", report.problems()).isFalse();
    }
}
