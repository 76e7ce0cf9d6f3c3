package io.github.yolox4j.train.data.voc;

import static io.github.yolox4j.train.data.Fixtures.object;
import static io.github.yolox4j.train.data.Fixtures.voc;
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
import io.github.yolox4j.train.data.finding.Problem;
import io.github.yolox4j.train.data.finding.ProblemKind;
import io.github.yolox4j.train.data.format.DatasetFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VocReaderTest {

    @TempDir
    Path folder;

    Path annotation;

    @BeforeEach
    void two_images() throws IOException {
        Fixtures.image(folder.resolve("JPEGImages/a.jpg"), 100, 80);
        Fixtures.image(folder.resolve("JPEGImages/b.png"), 100, 80);
        annotation = Fixtures.text(
                folder.resolve("Annotations/a.xml"), voc(object("dog", 10, 20, 50, 60), object("cat", 0.5, 1, 7, 8)));
        Fixtures.text(folder.resolve("Annotations/b.xml"), voc(object("ant", 1, 1, 2, 2)));
        Fixtures.text(folder.resolve("ImageSets/Main/train.txt"), "a\n\n");
        Fixtures.text(folder.resolve("ImageSets/Main/val.txt"), "b\r\n");
    }

    @Test
    void reads_the_split_with_the_classes_of_all_annotations() throws IOException {
        Dataset train = DatasetFormat.VOC.read(folder, "train");

        assertThat(train.classes()).containsExactly("ant", "cat", "dog");
        assertThat(train.samples())
                .containsExactly(new Sample(
                        "a",
                        folder.resolve("JPEGImages/a.jpg"),
                        100,
                        80,
                        List.of(LabeledBox.ofCorners(2, 10, 20, 50, 60), LabeledBox.ofCorners(1, 0.5, 1, 7, 8))));
        assertThat(train.samples().get(0).boxes().get(0).area()).isEqualTo(1600);
        assertThat(DatasetFormat.VOC.read(folder, "val").samples().get(0).image())
                .isEqualTo(folder.resolve("JPEGImages/b.png"));
    }

    @Test
    void given_classes_keep_their_order() throws IOException {
        assertThat(read(List.of("dog", "cat")).samples().get(0).boxes())
                .extracting(LabeledBox::classId)
                .containsExactly(0, 1);
    }

    @Test
    void a_class_that_is_not_in_the_list_is_named_with_file_and_line() {
        assertThatThrownBy(() -> read(List.of("dog", "bird")))
                .isInstanceOf(IOException.class)
                .hasMessage(annotation + ":4: class 'cat' is none of the expected [dog, bird]");
    }

    @Test
    void the_dataset_may_lie_one_folder_below() throws IOException {
        Path above = folder.resolve("above");
        Files.createDirectories(above);
        for (String name : List.of("Annotations", "JPEGImages", "ImageSets")) {
            Files.createDirectories(above.resolve("VOC"));
            Files.move(folder.resolve(name), above.resolve("VOC").resolve(name));
        }
        assertThat(DatasetFormat.VOC.read(above, "train").size()).isEqualTo(1);
    }

    @Test
    void without_image_sets_every_split_is_all() throws IOException {
        Files.delete(folder.resolve("ImageSets/Main/train.txt"));
        Files.delete(folder.resolve("ImageSets/Main/val.txt"));
        Files.delete(folder.resolve("ImageSets/Main"));

        assertThat(DatasetFormat.VOC.read(folder, "anything").samples())
                .extracting(Sample::id)
                .containsExactly("a", "b");
    }

    @Test
    void an_unknown_split_lists_those_that_exist() {
        assertThatThrownBy(() -> DatasetFormat.VOC.read(folder, "test"))
                .isInstanceOf(IOException.class)
                .hasMessage("no split 'test' in " + folder.resolve("ImageSets/Main") + ", there are [train, val]");
    }

    @Test
    void boxes_without_area_or_outside_are_dropped() throws IOException {
        Files.writeString(
                annotation,
                voc(object("dog", 5, 5, 5, 9), object("dog", 100, 5, 120, 9), object("dog", 95, 5, 120, 9)));

        assertThat(DatasetFormat.VOC.read(folder, "train").samples().get(0).boxes())
                .extracting(box -> box.box().x1())
                .containsExactly(95.0);
    }

    @Test
    void difficult_objects_are_marked() throws IOException {
        Files.writeString(
                annotation,
                voc(object("dog", 1, 1, 9, 9).replace("<difficult>0", "<difficult>1"), object("dog", 1, 1, 9, 9)));

        assertThat(DatasetFormat.VOC.read(folder, "train").samples().get(0).boxes())
                .extracting(LabeledBox::difficult)
                .containsExactly(true, false);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<xmin>10</xmin>        | <xmin>ten</xmin>    | :3: <xmin> must be a number, is 'ten'",
                "<xmin>10</xmin>        | <xmin>NaN</xmin>    | :3: <xmin> must be finite, is NaN",
                "bndbox                 | point               | :3: <object> has no <bndbox>, nor a <robndbox> or <polygon>",
                "<ymax>60</ymax>        |                     | :3: <bndbox> has no <ymax>",
                "<name>dog</name>       |                     | :3: <object> has no <name>",
                "<name>dog</name>       | <name> </name>      | :3: <name> is empty"
            })
    void what_is_wrong_is_said_with_file_and_line(String good, String bad, String message) throws IOException {
        Files.writeString(annotation, Files.readString(annotation).replace(good, bad == null ? "" : bad));

        assertThatThrownBy(() -> read(List.of("dog", "cat")))
                .isInstanceOf(IOException.class)
                .hasMessage(annotation + message);
    }

    @Test
    void a_file_cut_off_is_one_line_with_file_and_line() throws IOException {
        Files.writeString(annotation, Files.readString(annotation).substring(0, 120));

        assertThatThrownBy(() -> DatasetFormat.VOC.read(folder, "train"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(annotation + ":3: not well-formed XML: ")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void another_root_element_is_refused() throws IOException {
        Files.writeString(annotation, "<html/>");

        assertThatThrownBy(() -> DatasetFormat.VOC.read(folder, "train"))
                .hasMessage(annotation + ":1: the root element must be <annotation>, is <html>");
    }

    @Test
    void an_entity_never_brings_in_another_file() throws IOException {
        Path secret = Fixtures.text(folder.resolve("secret.txt"), "dog");
        String doctype = "<!DOCTYPE annotation [<!ENTITY e SYSTEM \"" + secret.toUri() + "\">]>\n";
        Files.writeString(annotation, doctype + voc(object("&e;", 1, 1, 5, 5)));

        assertThatThrownBy(() -> DatasetFormat.VOC.read(folder, "train"))
                .isInstanceOf(IOException.class)
                .hasMessage(annotation + ":1: document type declarations are not accepted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<size/>",
                "<size><width>0</width><height>0</height></size>",
                "<size><width>wide</width><height>80</height></size>",
                "<size><width>100.5</width><height>80</height></size>"
            })
    void without_a_size_that_can_be_the_images_own_is_taken(String size) throws IOException {
        String usual = "<size><width>100</width><height>80</height><depth>3</depth></size>";
        Files.writeString(annotation, Files.readString(annotation).replace(usual, size));
        Findings findings = Findings.stopping(Policy.USUAL);

        Sample sample = new VocReader(folder, Optional.empty())
                .read("train", findings)
                .samples()
                .get(0);

        assertThat(sample.width()).isEqualTo(100);
        assertThat(sample.height()).isEqualTo(80);
        assertThat(sample.boxes()).hasSize(2);
        assertThat(findings.summary()).isEqualTo("1 images whose size is read from the file");
    }

    @Test
    void whole_numbers_may_have_a_decimal_point() throws IOException {
        Files.writeString(annotation, Files.readString(annotation).replace("<width>100<", "<width>100.0<"));
        Findings findings = Findings.stopping(Policy.STRICT);

        assertThat(new VocReader(folder, Optional.empty())
                        .read("train", findings)
                        .samples()
                        .get(0)
                        .width())
                .isEqualTo(100);
    }

    /** Each is the box from (10, 20) to (50, 60). */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<bndbox><xmin>50</xmin><ymin>60</ymin><xmax>10</xmax><ymax>20</ymax></bndbox> | EXCHANGED_CORNERS",
                "<bndbox><xmin>50</xmin><ymin>20</ymin><xmax>10</xmax><ymax>60</ymax></bndbox> | EXCHANGED_CORNERS",
                "<robndbox><cx>30</cx><cy>40</cy><w>40</w><h>40</h><angle>0</angle></robndbox> | OTHER_SHAPE",
                "<robndbox><cx>30</cx><cy>40</cy><w>40</w><h>40</h><angle>1.5707963267948966</angle></robndbox>"
                        + " | OTHER_SHAPE",
                "<polygon><x1>10</x1><y1>30</y1><x2>50</x2><y2>20</y2><x3>20</x3><y3>60</y3></polygon> | OTHER_SHAPE",
                "<polygon><pt><x>10</x><y>60</y></pt><pt><x>50</x><y>20</y></pt></polygon> | OTHER_SHAPE"
            })
    void marks_of_other_shapes_are_read_as_boxes_with_a_note(String shape, ProblemKind kind) throws IOException {
        Files.writeString(annotation, voc("<object><name>dog</name>" + shape + "</object>"));
        Findings findings = Findings.stopping(Policy.USUAL);

        Box box = new VocReader(folder, Optional.empty())
                .read("train", findings)
                .samples()
                .get(0)
                .boxes()
                .get(0)
                .box();

        assertThat(List.of(box.x1(), box.y1(), box.x2(), box.y2()))
                .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-9 ? 0 : 1)
                .containsExactly(10.0, 20.0, 50.0, 60.0);
        assertThat(findings.problems()).extracting(Problem::kind).containsExactly(kind);
        assertThatThrownBy(
                        () -> new VocReader(folder, Optional.empty()).read("train", Findings.stopping(Policy.STRICT)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(annotation + ":3: ")
                .hasMessageEndingWith(" (refused by --strict)");
    }

    @Test
    void objects_that_make_no_sense_can_be_left_out() throws IOException {
        Files.writeString(annotation, voc("<object><name>dog</name></object>", object("cat", 1, 2, 30, 40)));
        Findings findings = Findings.stopping(Policy.DROP_INVALID);

        Dataset dataset = new VocReader(folder, Optional.empty()).read("train", findings);

        assertThat(dataset.boxCount()).isOne();
        assertThat(findings.summary()).isEqualTo("1 objects that make no sense");
    }

    @Test
    void a_missing_image_is_left_out_and_named_and_refused_if_most_are() throws IOException {
        Files.writeString(folder.resolve("ImageSets/Main/train.txt"), "a\nb\n");
        Files.delete(folder.resolve("JPEGImages/a.jpg"));
        String missing = annotation + ": its image is missing, neither " + folder.resolve("JPEGImages/a.jpg")
                + " nor a <filename> exists";
        Findings findings = Findings.stopping(Policy.USUAL);

        Dataset dataset = new VocReader(folder, Optional.empty()).read("train", findings);

        assertThat(dataset.samples()).extracting(Sample::id).containsExactly("b");
        assertThat(findings.imagesLeftOut()).containsExactly(missing);
        Files.delete(folder.resolve("JPEGImages/b.png"));
        assertThatThrownBy(() -> DatasetFormat.VOC.read(folder, "train"))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        folder + ": 2 of 2 images are missing or cannot be read, which is more than half; the first: "
                                + missing);
    }

    @Test
    void the_image_may_have_the_name_in_the_annotation() throws IOException {
        Files.move(folder.resolve("JPEGImages/a.jpg"), folder.resolve("JPEGImages/other.jpg"));
        Files.writeString(annotation, voc("<filename>C:\\pictures\\other.jpg</filename>", object("dog", 1, 1, 5, 5)));

        assertThat(DatasetFormat.VOC.read(folder, "train").samples().get(0).image())
                .isEqualTo(folder.resolve("JPEGImages/other.jpg"));
    }

    @Test
    void a_missing_annotation_is_named_with_the_line_of_the_list() throws IOException {
        Files.writeString(folder.resolve("ImageSets/Main/train.txt"), "a\nzebra\n");

        assertThatThrownBy(() -> DatasetFormat.VOC.read(folder, "train"))
                .hasMessage(folder.resolve("ImageSets/Main/train.txt") + ":2: no annotation "
                        + folder.resolve("Annotations/zebra.xml"));
    }

    @Test
    void missing_and_foreign_folders_are_named() {
        assertThatThrownBy(() -> DatasetFormat.VOC.read(folder.resolve("absent"), "train"))
                .isInstanceOf(IOException.class)
                .hasMessage("no such folder: " + folder.resolve("absent"));
        assertThatThrownBy(() -> DatasetFormat.VOC.read(folder.resolve("JPEGImages"), "train"))
                .hasMessage(folder.resolve("JPEGImages")
                        + ": no Pascal VOC dataset, expected Annotations/*.xml and JPEGImages/, or NAME.xml beside"
                        + " NAME.jpg, or such folders in train/ and valid/; found 1 .jpg in the folder itself,"
                        + " 1 .png in the folder itself");
    }

    @Test
    void an_empty_split_is_refused() throws IOException {
        Files.writeString(folder.resolve("ImageSets/Main/train.txt"), "\n");

        assertThatThrownBy(() -> DatasetFormat.VOC.read(folder, "train"))
                .hasMessage(folder.resolve("ImageSets/Main/train.txt") + ": contains no image names");
    }

    @Test
    void bccd_mini_has_the_published_counts() throws IOException {
        Path bccd = SharedData.folder("bccd_mini");

        Dataset train = DatasetFormat.VOC.read(bccd, "train");
        Dataset val = DatasetFormat.VOC.read(bccd, "val");

        assertThat(train.size()).isEqualTo(45);
        assertThat(val.size()).isEqualTo(15);
        Map<String, Integer> boxes = new TreeMap<>();
        for (Dataset split : List.of(train, val)) {
            split.samples().stream()
                    .flatMap(sample -> sample.boxes().stream())
                    .forEach(box -> boxes.merge(split.classes().get(box.classId()), 1, Integer::sum));
        }
        assertThat(boxes).isEqualTo(Map.of("Platelets", 83, "RBC", 889, "WBC", 65));
    }

    @Test
    void all_of_bccd_is_read_but_its_two_degenerate_boxes() throws IOException {
        Path bccd = SharedData.folder("bccd");

        int train = DatasetFormat.VOC.read(bccd, "train").boxCount();
        int val = DatasetFormat.VOC.read(bccd, "val").boxCount();
        int test = DatasetFormat.VOC.read(bccd, "test").boxCount();

        assertThat(train + val + test).isEqualTo(4888 - 2);
    }

    private Dataset read(List<String> classes) throws IOException {
        return DatasetFormat.VOC.read(folder, "train", Optional.of(classes));
    }

    @ParameterizedTest
    @CsvSource({"ISO-8859-1, ISO-8859-1", "UTF-16, UTF-16", "UTF-8, UTF-8"})
    void a_file_is_read_in_the_encoding_that_it_declares(String declared, String written) throws IOException {
        String xml = "<?xml version=\"1.0\" encoding=\"" + declared + "\"?>"
                + Fixtures.voc(Fixtures.object("Öl", 5, 6, 50, 60));
        Files.write(annotation, xml.getBytes(written));

        assertThat(DatasetFormat.VOC.read(folder, "train").classes()).contains("Öl");
    }

    @Test
    void bytes_that_are_no_text_are_named() throws IOException {
        Files.write(annotation, new byte[] {'<', 'a', '>', (byte) 0xb1, '<', '/', 'a', '>'});

        assertThatThrownBy(() -> DatasetFormat.VOC.read(folder, "train"))
                .isInstanceOf(IOException.class)
                .hasMessage(annotation + ": not a UTF-8 text file");
    }
}
