package io.github.yolox4j.train.data.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.Fixtures;
import io.github.yolox4j.train.data.LabeledBox;
import io.github.yolox4j.train.data.Sample;
import io.github.yolox4j.train.data.finding.Findings;
import io.github.yolox4j.train.data.finding.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A valid dataset reads to the same boxes in every dialect; of a dataset with one wrong value, every box comes back, or
 * something is said.
 */
class DialectsTest {

    private static final List<String> CLASSES = List.of("ant", "bee", "cow");
    private static final double NEAR = 1e-6;

    private static final int FEW = 200;

    /** For each dialect; the eight or ten of a format together come to ten thousand. */
    private static final int MANY = 1250;

    private static final Pattern VALUE = Pattern.compile(
            "(?<=>)[^<>\\n]+(?=<)|(?<=: )(\"[^\"\\n]*\"|[^,\\s\\[\\]{}\"]+)|(?<=[\\[ ,])-?[\\d.]+(?=[\\s,\\]])|[^\\s<>{}\\[\\],:\"]+");

    private static final List<String> WRONG = List.of(
            "",
            "0",
            "1",
            "2",
            "7",
            "-1",
            "-3.5",
            "0.5",
            "1.0",
            "1e999",
            "NaN",
            "\"NaN\"",
            "null",
            "true",
            "false",
            "\"\"",
            "\"1\"",
            "[]",
            "{}",
            "[1, 2]",
            "abc",
            "\"abc\"",
            "ant",
            "bee",
            "../x",
            "/",
            "\\\\",
            "..",
            " ",
            "99999999999999999999",
            "&amp;",
            "<b/>",
            "\u00e9",
            "0x10",
            "1,5",
            "--",
            "# x");

    @TempDir
    private Path folder;

    private Dataset dataset;

    @BeforeEach
    void draw() throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Path image = folder.resolve("source/p" + i + ".png");
            Fixtures.image(image, 64, 48);
            List<LabeledBox> boxes = new ArrayList<>();
            for (int k = 0; k <= i; k++) {
                int x = random.nextInt(40);
                int y = random.nextInt(30);
                boxes.add(
                        LabeledBox.ofCorners((i + k) % 3, x, y, x + random.nextInt(4, 20), y + random.nextInt(4, 16)));
            }
            samples.add(new Sample("p" + i, image, 64, 48, boxes));
        }
        dataset = Dataset.of(CLASSES, samples);
    }

    @ParameterizedTest
    @EnumSource
    void a_valid_dataset_reads_to_the_same_boxes(Dialect dialect) throws IOException {
        Path place = folder.resolve("data");
        dialect.write(dataset, place);

        DatasetSource source = DatasetSource.find(place);
        Dataset again = source.read("train", Optional.of(CLASSES), Findings.stopping(Policy.USUAL));

        assertThat(source.format()).isEqualTo(dialect.format());
        assertThat(again.samples()).extracting(Sample::id).containsExactly("p0", "p1", "p2");
        for (int i = 0; i < dataset.size(); i++) {
            List<LabeledBox> expected = dataset.samples().get(i).boxes();
            assertThat(again.samples().get(i).width()).isEqualTo(64);
            assertThat(again.samples().get(i).boxes()).hasSameSizeAs(expected);
            for (LabeledBox box : expected) {
                assertThat(has(again.samples().get(i), box)).as("%s", box).isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void one_wrong_value_harms_no_other_object_in_silence(Dialect dialect) throws IOException {
        assertHarmless(dialect, FEW);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("slow")
    void nor_do_ten_thousand_for_each_format(Dialect dialect) throws IOException {
        assertHarmless(dialect, MANY);
    }

    private void assertHarmless(Dialect dialect, int mutations) throws IOException {
        Path place = folder.resolve("data");
        dialect.write(dataset, place);
        List<Path> files;
        try (Stream<Path> all = Files.walk(place)) {
            files = all.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".png"))
                    .sorted()
                    .toList();
        }
        SplittableRandom random = new SplittableRandom(dialect.ordinal());
        int read = 0;
        for (int i = 0; i < mutations; i++) {
            Mutation mutation = Mutation.of(files.get(random.nextInt(files.size())), random);
            Files.writeString(mutation.file(), mutation.content());
            read += isReadWithoutHarm(dialect, place, mutation) ? 1 : 0;
            Files.writeString(mutation.file(), mutation.sound());
        }
        assertThat(read).as("some changes do no harm, some are refused").isBetween(1, mutations - 1);
    }

    /** A file in which one value was replaced, and the line of it. */
    private record Mutation(Path file, String sound, String content, String line) {

        static Mutation of(Path file, SplittableRandom random) throws IOException {
            String sound = Files.readString(file);
            List<int[]> values = new ArrayList<>();
            Matcher matcher = VALUE.matcher(sound);
            while (matcher.find()) {
                values.add(new int[] {matcher.start(), matcher.end()});
            }
            int[] value = values.get(random.nextInt(values.size()));
            String wrong = WRONG.get(random.nextInt(WRONG.size()));
            int from = sound.lastIndexOf('\n', value[0]) + 1;
            int to = sound.indexOf('\n', value[0]);
            return new Mutation(
                    file,
                    sound,
                    sound.substring(0, value[0]) + wrong + sound.substring(value[1]),
                    sound.substring(from, to < 0 ? sound.length() : to));
        }

        /** Whether the file lists images: a name that is no longer there is no longer meant. */
        boolean isImageList() {
            return file.endsWith("train.txt") || file.endsWith("data.yaml") || file.endsWith("obj.data");
        }

        /** Whether the line names classes: these are then called otherwise. */
        boolean isClassList() {
            return file.endsWith("classes.txt")
                    || file.endsWith("obj.names")
                    || line.startsWith("names:")
                    || line.contains("\"name\"");
        }

        @Override
        public String toString() {
            return file + ":\n" + content;
        }
    }

    /**
     * Whether the dataset is read. One value belongs to one object, image or class: if nothing is said, no more than
     * one box may be another one or gone, and no more than one may be of another class.
     */
    private boolean isReadWithoutHarm(Dialect dialect, Path place, Mutation mutation) {
        Findings findings = Findings.stopping(Policy.USUAL);
        Dataset again;
        try {
            again = DatasetSource.of(dialect.format(), place).read("train", Optional.empty(), findings);
        } catch (IOException e) {
            assertThat(e.getMessage()).as("%s", mutation).isNotBlank();
            assertThat(e.getMessage().lines()).as("%s", mutation).hasSize(1);
            return false;
        } catch (RuntimeException e) {
            throw new AssertionError("not a clear error: " + e + ", of " + mutation, e);
        }
        if (findings.problems().isEmpty() && !mutation.isImageList()) {
            assertThat(again.boxCount()).as("boxes, of %s", mutation).isEqualTo(dataset.boxCount());
            assertThat(missing(again, false)).as("other boxes, of %s", mutation).hasSizeLessThanOrEqualTo(1);
        }
        if (!mutation.isClassList()) {
            List<String> ofOtherClass = missing(again, true);
            ofOtherClass.removeAll(missing(again, false));
            assertThat(ofOtherClass)
                    .as("boxes of other classes, of %s", mutation)
                    .hasSizeLessThanOrEqualTo(1);
        }
        return true;
    }

    /** The boxes that are not found again in the image of the same name, in any class or by its name. */
    private List<String> missing(Dataset again, boolean byClass) {
        List<String> found = described(again, byClass);
        List<String> missing = new ArrayList<>();
        List<String> all = described(dataset, true);
        List<String> wanted = described(dataset, byClass);
        for (int i = 0; i < wanted.size(); i++) {
            if (!found.remove(wanted.get(i))) {
                missing.add(all.get(i));
            }
        }
        return missing;
    }

    private static List<String> described(Dataset dataset, boolean byClass) {
        List<String> boxes = new ArrayList<>();
        for (Sample sample : dataset.samples()) {
            for (LabeledBox box : sample.boxes()) {
                boxes.add(sample.id() + " " + (byClass ? dataset.classes().get(box.classId()) : "") + " "
                        + Math.round(box.box().x1()) + " "
                        + Math.round(box.box().y1()) + " "
                        + Math.round(box.box().x2()) + " "
                        + Math.round(box.box().y2()));
            }
        }
        return boxes;
    }

    private static boolean has(Sample sample, LabeledBox expected) {
        return sample.boxes().stream()
                .anyMatch(box -> box.classId() == expected.classId()
                        && Math.abs(box.box().x1() - expected.box().x1()) < NEAR
                        && Math.abs(box.box().y1() - expected.box().y1()) < NEAR
                        && Math.abs(box.box().x2() - expected.box().x2()) < NEAR
                        && Math.abs(box.box().y2() - expected.box().y2()) < NEAR);
    }
}
