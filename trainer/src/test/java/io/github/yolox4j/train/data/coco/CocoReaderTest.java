package io.github.yolox4j.train.data.coco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.detection.box.Box;
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
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CocoReaderTest {

    private static final String JSON =
            """
            {"info": {"year": 2017},
             "images": [{"id": 12, "file_name": "a.jpg", "width": 100, "height": 80},
                        {"id": 7, "file_name": "b.jpg", "width": 60, "height": 50}],
             "annotations": [
               {"id": 1, "image_id": 7, "category_id": 90, "bbox": [1.5, 2, 10, 20], "area": 123.5, "iscrowd": 1,
                "segmentation": {"counts": [1, 2], "size": [50, 60]}},
               {"id": 2, "image_id": 12, "category_id": 3, "bbox": [4, 5, 6, 7]},
               {"id": 3, "image_id": 12, "category_id": 3, "bbox": [4, 5, 0, 7]}],
             "categories": [{"id": 90, "name": "brush"}, {"id": 3, "name": "car"}]}
            """;

    @TempDir
    Path folder;

    Path annotations;

    @BeforeEach
    void two_images() throws IOException {
        Fixtures.image(folder.resolve("images/a.jpg"), 100, 80);
        Fixtures.image(folder.resolve("images/b.jpg"), 60, 50);
        annotations = Fixtures.text(folder.resolve("instances.json"), JSON);
    }

    @Test
    void classes_are_contiguous_in_the_order_of_the_category_ids() throws IOException {
        Dataset dataset = DatasetFormat.COCO.read(folder, "train");

        assertThat(dataset.classes()).containsExactly("car", "brush");
        assertThat(dataset.categoryIds()).containsExactly(3, 90);
        assertThat(dataset.samples())
                .containsExactly(
                        new Sample(
                                "12",
                                folder.resolve("images/a.jpg"),
                                100,
                                80,
                                List.of(LabeledBox.ofCorners(0, 4, 5, 10, 12))),
                        new Sample(
                                "7",
                                folder.resolve("images/b.jpg"),
                                60,
                                50,
                                List.of(new LabeledBox(1, new Box(1.5, 2, 11.5, 22), true, false, 123.5))));
    }

    @Test
    void given_classes_keep_their_order_and_the_files_category_ids() throws IOException {
        Dataset dataset = DatasetFormat.COCO.read(folder, "train", Optional.of(List.of("brush", "tree", "car")));

        assertThat(dataset.classes()).containsExactly("brush", "tree", "car");
        assertThat(dataset.categoryIds()).containsExactly(90, 91, 3);
        assertThat(dataset.samples().get(0).boxes().get(0).classId()).isEqualTo(2);
    }

    @Test
    void a_class_that_is_not_in_the_list_is_named() {
        assertThatThrownBy(() -> DatasetFormat.COCO.read(folder, "train", Optional.of(List.of("brush"))))
                .isInstanceOf(IOException.class)
                .hasMessage(annotations + ":7: annotation 2: class 'car' is none of the expected [brush]");
    }

    @Test
    void a_split_of_its_own_comes_before_the_common_file() throws IOException {
        Fixtures.text(folder.resolve("annotations/instances_val.json"), JSON.replace("\"area\": 123.5", "\"area\": 5"));
        Fixtures.image(folder.resolve("images/val/a.jpg"), 100, 80);

        Dataset val = DatasetFormat.COCO.read(folder, "val");

        assertThat(val.samples().get(1).boxes().get(0).area()).isEqualTo(5);
        assertThat(val.samples().get(0).image()).isEqualTo(folder.resolve("images/val/a.jpg"));
        assertThat(val.samples().get(1).image()).isEqualTo(folder.resolve("images/b.jpg"));
    }

    @Test
    void file_and_image_folder_can_be_named() throws IOException {
        assertThat(CocoReader.of(annotations, folder.resolve("images")).read().size())
                .isEqualTo(2);
        assertThat(CocoReader.of(annotations, folder).read().size())
                .as("images in a folder below, each name once")
                .isEqualTo(2);
    }

    @Test
    void most_images_missing_is_an_error_that_counts_them_and_names_the_first() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));

        assertThatThrownBy(() -> CocoReader.of(annotations, empty).read())
                .isInstanceOf(IOException.class)
                .hasMessage(annotations + ": 2 of 2 images are missing or cannot be read, which is more than half; the"
                        + " first: " + annotations + ":2: image a.jpg is in none of [" + empty + "]");
    }

    @Test
    void of_two_images_of_one_last_name_neither_stands_in_for_the_other() throws IOException {
        Path places = folder.resolve("scenes");
        Fixtures.image(places.resolve("two/1.png"), 100, 80);
        Path file = Fixtures.text(
                folder.resolve("scenes.json"),
                """
                {"images": [{"id": 1, "file_name": "one/1.png", "width": 100, "height": 80},
                            {"id": 2, "file_name": "two/1.png", "width": 100, "height": 80}],
                 "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4]}],
                 "categories": [{"id": 1, "name": "car"}]}
                """);
        Findings findings = Findings.stopping(Policy.USUAL);

        Dataset dataset = CocoReader.of(file, places).read(findings);

        assertThat(dataset.samples()).extracting(Sample::id).containsExactly("2");
        assertThat(findings.count(ProblemKind.MISSING_IMAGE)).isOne();
    }

    @Test
    void the_folders_of_coco_2014_and_a_file_named_itself_and_links_are_found() throws IOException {
        Path coco = folder.resolve("coco");
        Fixtures.text(coco.resolve("annotations/instances_val2014.json"), JSON);
        Fixtures.text(coco.resolve("annotations/person_keypoints_val2014.json"), JSON);
        Fixtures.text(coco.resolve("annotations/image_info_test2014.json"), "{\"images\": [], \"categories\": []}");
        Files.createDirectories(coco.resolve("val2014"));
        Files.move(folder.resolve("images/a.jpg"), coco.resolve("val2014/a.jpg"));
        Files.move(folder.resolve("images/b.jpg"), coco.resolve("val2014/b.jpg"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), coco);

        assertThat(DatasetFormat.COCO.splits(link)).containsExactly("val");
        assertThat(DatasetFormat.COCO.read(link, "val").size()).isEqualTo(2);
        assertThat(DatasetFormat.COCO
                        .read(coco.resolve("annotations/instances_val2014.json"), "val")
                        .size())
                .isEqualTo(2);
    }

    @Test
    void one_missing_image_is_left_out_and_named() throws IOException {
        Files.delete(folder.resolve("images/b.jpg"));
        Findings findings = Findings.stopping(Policy.USUAL);

        Dataset dataset = CocoReader.of(annotations, folder.resolve("images")).read(findings);

        assertThat(dataset.samples()).extracting(Sample::id).containsExactly("12");
        assertThat(findings.imagesLeftOut())
                .containsExactly(annotations + ":3: image b.jpg is in none of [" + folder.resolve("images") + "]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"image_id\": 7       | \"image_id\": 8      | :5: annotation 1: 'images' has no image 8",
                "\"category_id\": 90   | \"category_id\": 9   | :5: annotation 1: 'categories' has no category 9",
                "[1.5, 2, 10, 20]      | [1.5, 2, 10]         | :5: annotation 1: 'bbox' must be [x, y, width,"
                        + " height], is [1.5,2,10]",
                "\"id\": 12,           | \"id\": 7,           | :3: image id 7 occurs twice",
                "\"iscrowd\": 1        | \"iscrowd\": \"x\"    | :5: iscrowd must be 0 or 1, is \"x\"",
                "\"categories\"        | \"kinds\"            | : no list 'categories'",
                "\"id\": 3, \"name\"    | \"id\": 90, \"name\"   | :9: category id 90 occurs twice, as 'brush' and 'car'"
            })
    void what_is_wrong_is_said_with_the_annotation(String good, String bad, String message) throws IOException {
        Files.writeString(annotations, JSON.replaceFirst(Pattern.quote(good), bad));

        assertThatThrownBy(() -> DatasetFormat.COCO.read(folder, "train"))
                .isInstanceOf(IOException.class)
                .hasMessage(annotations + message);
    }

    @Test
    void broken_json_is_one_line_with_file_and_line() throws IOException {
        Files.writeString(annotations, JSON.substring(0, 200));

        assertThatThrownBy(() -> DatasetFormat.COCO.read(folder, "train"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(annotations + ":")
                .hasMessageContaining(": not a COCO annotation file: ")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void without_annotations_what_lies_there_is_listed() throws IOException {
        Files.delete(annotations);

        assertThatThrownBy(() -> DatasetFormat.COCO.read(folder, "val"))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        folder + ": no COCO dataset, expected a JSON file with images, annotations and categories, as"
                                + " annotations/instances_train.json; found 2 .jpg in images");
        assertThatThrownBy(() -> DatasetFormat.COCO.read(folder.resolve("absent"), "val"))
                .hasMessage("no such folder: " + folder.resolve("absent"));
    }

    @Test
    void what_the_writer_writes_is_read_again(@TempDir Path copy) throws IOException {
        Dataset dataset = DatasetFormat.COCO.read(folder, "train");

        CocoWriter.write(Map.of("val", dataset), copy);

        Dataset again = DatasetFormat.COCO.read(copy, "val");
        assertThat(again.categoryIds()).isEqualTo(dataset.categoryIds());
        assertThat(again.classes()).isEqualTo(dataset.classes());
        assertThat(again.samples())
                .usingRecursiveComparison()
                .ignoringFields("image")
                .isEqualTo(dataset.samples());
        assertThat(again.samples().get(0).image())
                .isEqualTo(copy.resolve("images/val/a.jpg"))
                .hasSameBinaryContentAs(folder.resolve("images/a.jpg"));
    }

    @Test
    void the_coco_subset_has_the_published_counts() throws IOException {
        Dataset dataset = DatasetFormat.COCO.read(SharedData.folder("coco_val_ccby"), "val");

        assertThat(dataset.size()).isEqualTo(47);
        assertThat(dataset.boxCount()).isEqualTo(469);
        List<LabeledBox> boxes =
                dataset.samples().stream().flatMap(s -> s.boxes().stream()).toList();
        assertThat(boxes).filteredOn(LabeledBox::crowd).hasSize(7);
        assertThat(boxes.stream().map(LabeledBox::classId).distinct()).hasSize(60);
        assertThat(dataset.classes())
                .hasSize(80)
                .startsWith("person", "bicycle")
                .endsWith("toothbrush");
        assertThat(dataset.categoryIds()).startsWith(1, 2).endsWith(90);
    }
}
