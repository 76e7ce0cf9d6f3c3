package io.github.yolox4j.train.data.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.train.data.ClassSelection;
import io.github.yolox4j.train.data.Fixtures;
import io.github.yolox4j.train.data.finding.Policy;
import io.github.yolox4j.train.data.finding.Problem;
import io.github.yolox4j.train.data.finding.ProblemKind;
import io.github.yolox4j.train.data.format.DatasetFormat;
import io.github.yolox4j.train.data.format.DatasetSource;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The table of {@code docs/datasets.md} against the policy and the readers: datasets in which everything occurs that a
 * format can be wrong in.
 */
class EveryKindTest {

    private static final Path DOCUMENT = Path.of("../docs/datasets.md");
    private static final String DOG = Fixtures.object("dog", 5, 6, 50, 60);

    private static final String COCO =
            """
            {"images": [{"id": 0, "file_name": "p0.png", "width": 100, "height": 80},
              {"id": 1, "file_name": "p1.png", "width": 100, "height": 80},
              {"id": 2, "file_name": "p2.png", "width": 100, "height": 80}],
             "annotations": [%s], "categories": [{"id": 1, "name": "dog"}]}
            """;

    @TempDir
    private Path folder;

    private final Map<DatasetFormat, Set<ProblemKind>> found = new EnumMap<>(DatasetFormat.class);

    @Test
    void the_table_names_every_kind_with_its_formats_and_outcome() throws IOException {
        for (DatasetFormat format : DatasetFormat.values()) {
            found.put(format, EnumSet.noneOf(ProblemKind.class));
        }
        voc();
        coco();
        yolo();
        for (DatasetFormat format : DatasetFormat.values()) {
            unlabelled(format);
        }
        outside();
        assertThat(found.values()).allSatisfy(kinds -> assertThat(kinds).isNotEmpty());

        assertThat(table()).isEqualTo(expected());
    }

    private List<String> expected() {
        return Stream.of(ProblemKind.values())
                .map(kind -> "| " + kind.plural() + " | "
                        + found.values().stream()
                                .map(kinds -> kinds.contains(kind) ? "yes" : "–")
                                .collect(Collectors.joining(" | "))
                        + " | " + Policy.USUAL.outcome(kind) + " |")
                .toList();
    }

    private static List<String> table() throws IOException {
        try (Stream<String> lines = Files.lines(DOCUMENT)) {
            return lines.dropWhile(line -> !line.startsWith("| Kind |"))
                    .skip(2)
                    .takeWhile(line -> line.startsWith("|"))
                    .toList();
        }
    }

    private void check(DatasetFormat format, Path place, List<String> splits, List<String> classes) throws IOException {
        DatasetReport report = DatasetCheck.of(
                DatasetSource.of(format, place),
                splits,
                classes.isEmpty() ? Optional.empty() : Optional.of(classes),
                ClassSelection.ALL,
                Policy.USUAL);
        report.problems().stream().map(Problem::kind).forEach(found.get(format)::add);
    }

    private void voc() throws IOException {
        Path place = folder.resolve("voc");
        Path annotations = place.resolve("Annotations");
        Path images = place.resolve("JPEGImages");
        for (String name : List.of("good", "marks", "empty", "other_size", "unreadable", "broken", "sizeless")) {
            Fixtures.image(images.resolve(name + ".png"), name.equals("other_size") ? 99 : 100, 80);
        }
        Files.writeString(images.resolve("unreadable.png"), "no image");
        Files.copy(images.resolve("good.png"), images.resolve("copy.png"));
        for (String name : List.of("good", "other_size", "unreadable", "copy", "lost")) {
            Fixtures.text(annotations.resolve(name + ".xml"), Fixtures.voc(DOG));
        }
        Fixtures.text(annotations.resolve("empty.xml"), Fixtures.voc());
        Fixtures.text(annotations.resolve("broken.xml"), "<annotation>\n<size>");
        Fixtures.text(annotations.resolve("sizeless.xml"), "<annotation>" + DOG + "</annotation>");
        Fixtures.text(
                annotations.resolve("marks.xml"),
                Fixtures.voc(
                        DOG,
                        DOG,
                        Fixtures.object("cat", 1, 2, 3, 4),
                        Fixtures.object("dog", 7, 7, 7, 20),
                        Fixtures.object("dog", 200, 7, 220, 20),
                        Fixtures.object("dog", -5, 7, 20, 20),
                        Fixtures.object("dog", 20, 20, 5, 7),
                        "<object><name>dog</name></object>",
                        "<object><name>dog</name><polygon><x1>1</x1><y1>1</y1><x2>9</x2><y2>9</y2></polygon></object>"));
        Fixtures.text(
                place.resolve("ImageSets/Main/train.txt"),
                "good\nmarks\nempty\nother_size\nunreadable\ncopy\nbroken\nsizeless\nlost\nnowhere\n");
        Fixtures.text(place.resolve("ImageSets/Main/val.txt"), "good\n");
        check(DatasetFormat.VOC, place, List.of("train", "val"), List.of("dog", "horse"));
    }

    private void coco() throws IOException {
        Path place = folder.resolve("coco");
        for (String name : List.of("images/a", "images/b", "images/c", "images/d", "deep/moved", "images/e")) {
            Fixtures.image(place.resolve(name + ".png"), 100, 80);
        }
        Files.writeString(place.resolve("images/d.png"), "no image");
        Files.copy(place.resolve("images/a.png"), place.resolve("images/copy.png"));
        Fixtures.text(
                place.resolve("annotations/train.json"),
                """
                {"images": [{"id": 1, "file_name": "a.png", "width": 100, "height": 80},
                  {"id": 2, "file_name": "b.png"}, {"id": 1, "file_name": "b.png", "width": 100, "height": 80},
                  {"id": 3, "file_name": "c.png", "width": 99, "height": 80},
                  {"id": 4, "file_name": "d.png", "width": 100, "height": 80},
                  {"id": 5, "file_name": "moved.png", "width": 100, "height": 80},
                  {"id": 6, "file_name": "lost.png", "width": 100, "height": 80},
                  {"id": 7, "file_name": "copy.png", "width": 100, "height": 80},
                  {"id": 8, "file_name": "e.png", "width": "100", "height": 80}],
                 "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 2, 30, 40]},
                  {"id": 2, "image_id": 1, "category_id": 1, "bbox": [1, 2, 30, 40]},
                  {"id": 3, "image_id": 1, "category_id": 9, "bbox": [1, 2, 30, 40]},
                  {"id": 4, "image_id": 1, "category_id": 1, "bbox": [1, 2, 30]},
                  {"id": 5, "image_id": 1, "category_id": 1, "bbox": [1, 2, 0, 40]},
                  {"id": 6, "image_id": 1, "category_id": 1, "bbox": [200, 2, 30, 40]},
                  {"id": 7, "image_id": 1, "category_id": 1, "bbox": [-5, 2, 30, 40]},
                  {"id": 8, "image_id": 2, "category_id": 1, "segmentation": [[1, 2, 9, 2, 9, 9]]},
                  {"id": 9, "image_id": 3, "category_id": 2, "bbox": [1, 2, 30, 40]},
                  {"id": 10, "image_id": 4, "category_id": 4, "bbox": [1, 2, 30, 40]},
                  {"id": 11, "image_id": 5, "category_id": 4, "bbox": [1, 2, 30, 40]},
                  {"id": 12, "image_id": 7, "category_id": 4, "bbox": [1, 2, 30, 40]}],
                 "categories": [{"id": 0, "name": "all", "supercategory": "none"},
                  {"id": 1, "name": "cat", "supercategory": "all"}, {"id": 2, "name": "dog", "supercategory": "all"},
                  {"id": 3, "name": "horse", "supercategory": "all"}, {"id": 4, "name": "dog", "supercategory": "all"}]}
                """);
        Fixtures.text(
                place.resolve("annotations/val.json"),
                """
                {"images": [{"id": 1, "file_name": "a.png", "width": 100, "height": 80}],
                 "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 2, 30, 40]}],
                 "categories": [{"id": 1, "name": "dog"}, {"id": 2, "name": "cat"}, {"id": 3, "name": "horse"}]}
                """);
        check(DatasetFormat.COCO, place, List.of("train", "val"), List.of());
    }

    private void yolo() throws IOException {
        Path place = folder.resolve("yolo");
        for (String name : List.of("a", "b", "c", "d", "e", "f")) {
            Fixtures.image(place.resolve("images/" + name + ".png"), 100, 80);
            Fixtures.text(place.resolve("labels/" + name + ".txt"), "0 0.5 0.5 0.2 0.2\n");
        }
        Fixtures.image(place.resolve("images/moved.png"), 100, 80);
        Files.writeString(place.resolve("images/b.png"), "no image");
        Files.copy(place.resolve("images/a.png"), place.resolve("images/copy.png"));
        Files.writeString(place.resolve("labels/c.txt"), "");
        Files.write(place.resolve("labels/d.txt"), new byte[] {(byte) 0xb1, '\n'});
        Files.writeString(
                place.resolve("labels/e.txt"),
                """
                0 0.5 0.5 0.2 0.2
                0 0.5 0.5 0.2 0.2
                0 0.5 0.5 0.2 0.2 0.9
                0.0 0.5 0.5 0.2 0.3
                0 0.5 0.5 0.2 1.001
                0 0.5 0.5 0 0.2
                0 1.4 0.5 0.2 0.2
                0 0.95 0.5 0.2 0.2
                7 0.5 0.5 0.2 0.2
                0 0.5 0.5 0.2
                """);
        Fixtures.text(
                place.resolve("train.txt"),
                """
                images/a.png
                images/b.png
                images/c.png
                images/d.png
                images/e.png
                images/copy.png
                /elsewhere/images/moved.png
                images/lost.png
                """);
        Fixtures.text(place.resolve("val.txt"), "images/a.png\n");
        Fixtures.text(place.resolve("data.yaml"), "train: train.txt\nval: val.txt\nnames: [cat, dog]\n");
        check(DatasetFormat.YOLO, place, List.of("train", "val"), List.of());

        Path darknet = folder.resolve("darknet");
        for (String split : List.of("train", "valid")) {
            Fixtures.image(darknet.resolve(split + "/" + split + ".png"), 100, 80);
            Fixtures.text(darknet.resolve(split + "/" + split + ".txt"), "0 0.5 0.5 0.2 0.2\n");
            String names = split.equals("train") ? "cat\ndog\n" : "dog\ncat\n";
            Fixtures.text(darknet.resolve(split + "/_darknet.labels"), names);
        }
        check(DatasetFormat.YOLO, darknet, List.of("train", "valid"), List.of());
    }

    /** Datasets in one piece: without a box, with few, and with images that are mostly gone. */
    private void unlabelled(DatasetFormat format) throws IOException {
        for (String kind : List.of("none", "few", "gone")) {
            Path place = folder.resolve(kind).resolve(format.toString());
            for (int i = 0; i < 3; i++) {
                boolean isMarked = kind.equals("gone") || kind.equals("few") && i == 0;
                String image = "p" + i + ".png";
                if (!kind.equals("gone") || i == 0) {
                    Fixtures.image(place.resolve(image), 100, 80);
                }
                if (kind.equals("few") && i == 1) {
                    dark(place.resolve(image));
                }
                if (kind.equals("gone") && i > 0 && format == DatasetFormat.YOLO) {
                    Files.writeString(place.resolve(image), "no image");
                }
                Fixtures.text(place.resolve("p" + i + ".xml"), isMarked ? Fixtures.voc(DOG) : Fixtures.voc());
                Fixtures.text(place.resolve("p" + i + ".txt"), isMarked ? "0 0.5 0.5 0.2 0.2\n" : "");
            }
            Fixtures.text(place.resolve("classes.txt"), "dog\n");
            Fixtures.text(
                    place.resolve("all.json"),
                    COCO.formatted(
                            kind.equals("none")
                                    ? ""
                                    : "{\"id\": 1, \"image_id\": 0, \"category_id\": 1, \"bbox\": [1, 2, 30, 40]}"));
            check(format, place, List.of("train"), List.of("dog"));
        }
        Files.deleteIfExists(folder.resolve("none").resolve(format.toString()).resolve("p0.txt"));
        check(format, folder.resolve("none").resolve(format.toString()), List.of("train"), List.of("dog"));
    }

    /** Splits in folders, and annotated images beside these folders. */
    private void outside() throws IOException {
        Path place = folder.resolve("outside");
        for (String image : List.of("train/a", "b")) {
            Fixtures.image(place.resolve(image + ".png"), 100, 80);
            Fixtures.text(place.resolve(image + ".xml"), Fixtures.voc(DOG));
            Fixtures.text(place.resolve(image + ".txt"), "0 0.5 0.5 0.2 0.2\n");
        }
        Fixtures.text(place.resolve("classes.txt"), "dog\n");
        check(DatasetFormat.VOC, place, List.of("train"), List.of());
        check(DatasetFormat.YOLO, place, List.of("train"), List.of());
    }

    /** An image of 16 bits a pixel, of which twelve are used. */
    private static void dark(Path file) throws IOException {
        BufferedImage image = new BufferedImage(100, 80, BufferedImage.TYPE_USHORT_GRAY);
        image.getRaster().setSample(3, 4, 0, 4095);
        ImageIO.write(image, "png", file.toFile());
    }
}
