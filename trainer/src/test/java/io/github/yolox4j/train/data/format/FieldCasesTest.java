package io.github.yolox4j.train.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.train.data.ClassSelection;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.LabeledBox;
import io.github.yolox4j.train.data.Sample;
import io.github.yolox4j.train.data.check.DatasetCheck;
import io.github.yolox4j.train.data.check.DatasetReport;
import io.github.yolox4j.train.data.finding.Findings;
import io.github.yolox4j.train.data.finding.Policy;
import io.github.yolox4j.train.data.finding.ProblemKind;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Datasets as people's tools write them; {@code field/cases.txt} says what each must read to. */
class FieldCasesTest {

    private static final Path FIELD = field();

    @TempDir
    private Path folder;

    /**
     * A line of the table.
     *
     * @param boxes of each image, in whole pixels
     * @param notes the summary of what was noted
     */
    record Case(String place, String split, String classes, String boxes, String notes) {}

    static List<Case> cases() throws IOException {
        try (Stream<String> lines = Files.lines(FIELD.resolve("cases.txt"))) {
            return lines.filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\\|", -1))
                    .map(parts -> new Case(
                            parts[0].strip(), parts[1].strip(), parts[2].strip(), parts[3].strip(), parts[4].strip()))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void each_reads_to_its_boxes_and_notes_by_format_found(Case expected) throws IOException {
        Findings findings = Findings.stopping(Policy.USUAL);

        Dataset dataset =
                DatasetSource.find(FIELD.resolve(expected.place())).read(expected.split(), Optional.empty(), findings);

        assertThat(dataset.classes()).hasToString(expected.classes());
        assertThat(described(dataset)).isEqualTo(expected.boxes());
        assertThat(findings.summary()).isEqualTo(expected.notes());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void strict_reading_refuses_what_is_noted_and_nothing_else(Case expected) throws IOException {
        DatasetSource source = DatasetSource.find(FIELD.resolve(expected.place()));
        Findings strict = Findings.stopping(Policy.STRICT);

        if (expected.notes().isEmpty()) {
            assertThat(described(source.read(expected.split(), Optional.empty(), strict)))
                    .isEqualTo(expected.boxes());
        } else {
            assertThatThrownBy(() -> source.read(expected.split(), Optional.empty(), strict))
                    .isInstanceOf(IOException.class)
                    .hasMessageEndingWith(" (refused by --strict)")
                    .hasMessageContaining(FIELD.toString());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_check_counts_what_reading_notes(Case expected) throws IOException {
        DatasetSource source = DatasetSource.find(FIELD.resolve(expected.place()));
        Findings findings = Findings.collecting(Policy.USUAL);

        source.read(expected.split(), Optional.empty(), findings);

        assertThat(findings.summary()).isEqualTo(expected.notes());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void each_is_converted_to_every_format_with_the_same_boxes(Case expected) throws IOException {
        Dataset dataset = DatasetSource.find(FIELD.resolve(expected.place()))
                .read(expected.split(), Optional.empty(), Findings.stopping(Policy.USUAL));
        for (DatasetFormat format : DatasetFormat.values()) {
            Path copy = folder.resolve(format.toString());
            format.write(Map.of("train", dataset), copy);

            Dataset again = format.read(copy, "train", Optional.of(dataset.classes()));

            assertThat(again.boxCount()).as("%s", format).isEqualTo(dataset.boxCount());
        }
    }

    @Test
    void a_dataset_in_which_nothing_is_marked_is_refused_by_a_check() throws IOException {
        Path place = FIELD.resolve("nothing-marked");

        DatasetReport report = DatasetCheck.of(
                DatasetSource.find(place), List.of("train", "val"), Optional.empty(), ClassSelection.ALL, Policy.USUAL);

        assertThat(report.counts().get(ProblemKind.UNLABELLED)).isOne();
        assertThat(report.problems())
                .extracting(problem -> problem.text())
                .contains(place + ": the 3 images of split 'train' have no box; the labels may lie elsewhere."
                        + " --allow-unlabelled trains without any");
        assertThat(report.isRefused()).isTrue();
    }

    @Test
    void val_finds_the_split_valid() throws IOException {
        for (String tool : List.of("voc", "coco", "darknet")) {
            DatasetSource source = DatasetSource.find(FIELD.resolve("tools/roboflow-" + tool));

            assertThat(source.splits()).containsExactly("train", "valid");
            assertThat(source.read("val", Optional.empty(), Findings.stopping(Policy.USUAL))
                            .boxCount())
                    .isEqualTo(2);
        }
    }

    @Test
    void what_is_no_dataset_is_said_with_what_lies_there() {
        Path place = FIELD.resolve("yolo-fraction-a-little-outside");

        assertThatThrownBy(() -> DatasetSource.find(place))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(place + ": no dataset was found. Known are voc, coco and yolo;")
                .hasMessageContaining("2 .jpg in over/images/train");
    }

    @Test
    void what_could_be_two_formats_is_not_guessed() throws IOException {
        try (Stream<Path> files = Files.list(FIELD.resolve("tools/labelimg-yolo"))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        Files.copy(FIELD.resolve("tools/labelimg-voc/p0.xml"), folder.resolve("p0.xml"));

        assertThatThrownBy(() -> DatasetSource.find(folder))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        folder + ": may be voc (XML files beside their images) or yolo (classes.txt); say which with"
                                + " --format");
    }

    private static String described(Dataset dataset) {
        return dataset.samples().stream()
                .map(sample -> (sample.id() + ": " + boxes(sample, dataset)).strip())
                .collect(Collectors.joining("; "));
    }

    private static String boxes(Sample sample, Dataset dataset) {
        return sample.boxes().stream()
                .map(box -> dataset.classes().get(box.classId()) + " " + pixels(box))
                .collect(Collectors.joining(", "));
    }

    private static String pixels(LabeledBox labeled) {
        return Stream.of(
                        labeled.box().x1(),
                        labeled.box().y1(),
                        labeled.box().x2(),
                        labeled.box().y2())
                .map(edge -> Long.toString(Math.round(edge)))
                .collect(Collectors.joining(" "));
    }

    private static Path field() {
        try {
            return Path.of(FieldCasesTest.class.getResource("/field/cases.txt").toURI())
                    .getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
