package io.github.yolox4j.train.data.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.Fixtures;
import io.github.yolox4j.train.data.LabeledBox;
import io.github.yolox4j.train.data.Sample;
import io.github.yolox4j.train.data.finding.Findings;
import io.github.yolox4j.train.data.finding.Policy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten thousand annotation files with random damage: they give a dataset that holds together, or one line that says what
 * is wrong.
 */
class FuzzedAnnotationsTest {

    private static final int MUTATIONS = 2000;
    private static final List<String> WORDS = List.of(
            "-1",
            "0",
            "1e999",
            "NaN",
            "Infinity",
            "99999999999999999999",
            "null",
            "true",
            "\"\"",
            "[]",
            "{}",
            "<a>",
            "</a>",
            "<!DOCTYPE a>",
            "&x;",
            "\n",
            "\t",
            ":",
            ",",
            "\"",
            "'",
            "\u0000",
            "ü",
            "../../x",
            "1.5",
            "-0.0");

    @TempDir
    private Path folder;

    @Test
    void voc() throws IOException {
        Fixtures.image(folder.resolve("JPEGImages/a.png"), 100, 80);
        Path file = Fixtures.text(
                folder.resolve("Annotations/a.xml"),
                Fixtures.voc(Fixtures.object("dog", 5, 6, 50, 60), Fixtures.object("cat", 1.5, 2, 3, 4)));
        Fixtures.text(folder.resolve("ImageSets/Main/train.txt"), "a\n");

        assertSurvives(DatasetFormat.VOC, file);
        assertSurvives(DatasetFormat.VOC, folder.resolve("ImageSets/Main/train.txt"));
    }

    @Test
    void coco() throws IOException {
        Fixtures.image(folder.resolve("images/a.png"), 100, 80);
        Path file = Fixtures.text(
                folder.resolve("annotations/instances_train.json"),
                """
                {"images": [{"id": 12, "file_name": "a.png", "width": 100, "height": 80}],
                 "annotations": [
                   {"id": 1, "image_id": 12, "category_id": 90, "bbox": [1.5, 2, 10, 20], "area": 123.5, "iscrowd": 1},
                   {"id": 2, "image_id": 12, "category_id": 3, "bbox": [4, 5, 6, 7]}],
                 "categories": [{"id": 90, "name": "brush"}, {"id": 3, "name": "car"}]}
                """);

        assertSurvives(DatasetFormat.COCO, file);
    }

    @Test
    void yolo() throws IOException {
        Fixtures.image(folder.resolve("images/a.png"), 100, 80);
        Path labels = Fixtures.text(folder.resolve("labels/a.txt"), "0 0.5 0.25 0.2 0.5\n1 0.1 0.9 0.2 0.1\n");
        Path config = Fixtures.text(folder.resolve("data.yaml"), "train: images\nnc: 2\nnames: [cat, dog]\n");

        assertSurvives(DatasetFormat.YOLO, labels);
        assertSurvives(DatasetFormat.YOLO, config);
    }

    private void assertSurvives(DatasetFormat format, Path file) throws IOException {
        byte[] sound = Files.readAllBytes(file);
        SplittableRandom random =
                new SplittableRandom(file.getFileName().toString().hashCode());
        int read = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] damaged = damaged(sound, random);
            Files.write(file, damaged);
            read += isRead(format, damaged) ? 1 : 0;
        }
        Files.write(file, sound);
        assertThat(read).as("some damage does no harm, some does").isBetween(1, MUTATIONS - 1);
    }

    private boolean isRead(DatasetFormat format, byte[] damaged) {
        String content = new String(damaged, StandardCharsets.ISO_8859_1);
        Findings findings = Findings.stopping(Policy.USUAL);
        Dataset dataset;
        try {
            dataset = DatasetSource.of(format, folder).read("train", Optional.empty(), findings);
        } catch (IOException e) {
            assertThat(e.getMessage()).as(content).isNotBlank().contains(folder.toString());
            assertThat(e.getMessage().lines()).as(content).hasSize(1);
            return false;
        } catch (RuntimeException e) {
            throw new AssertionError("not a clear error: " + e + ", of\n" + content, e);
        }
        assertThat(findings.problems()).as(content).allSatisfy(problem -> assertThat(problem.text())
                .contains(folder.toString()));
        for (Sample sample : dataset.samples()) {
            for (LabeledBox box : sample.boxes()) {
                assertThat(box.box().x2() - box.box().x1()).as(content).isPositive();
                assertThat(box.box().y2() - box.box().y1()).as(content).isPositive();
                assertThat(box.classId()).isLessThan(dataset.classes().size());
            }
        }
        return true;
    }

    /**
     * One to three of: a byte changed, a piece removed, a piece repeated, a word put in place of a piece, the end cut
     * off.
     */
    private static byte[] damaged(byte[] sound, SplittableRandom random) {
        byte[] bytes = sound;
        for (int times = random.nextInt(1, 4); times > 0 && bytes.length > 1; times--) {
            int from = random.nextInt(bytes.length);
            int to = Math.min(bytes.length, from + random.nextInt(1, 12));
            byte[] piece = Arrays.copyOfRange(bytes, from, to);
            byte[] word = WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.UTF_8);
            bytes = switch (random.nextInt(6)) {
                case 0 -> joined(bytes, from, new byte[] {(byte) random.nextInt(256)}, from + 1);
                case 1 -> joined(bytes, from, new byte[0], to);
                case 2 -> joined(bytes, to, piece, to);
                case 3 -> joined(bytes, from, word, to);
                case 4 -> joined(bytes, from, word, from);
                default -> Arrays.copyOf(bytes, from);
            };
        }
        return bytes;
    }

    private static byte[] joined(byte[] bytes, int before, byte[] middle, int after) {
        byte[] joined = new byte[before + middle.length + bytes.length - after];
        System.arraycopy(bytes, 0, joined, 0, before);
        System.arraycopy(middle, 0, joined, before, middle.length);
        System.arraycopy(bytes, after, joined, before + middle.length, bytes.length - after);
        return joined;
    }
}
