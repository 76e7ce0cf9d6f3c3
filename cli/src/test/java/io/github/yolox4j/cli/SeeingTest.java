package io.github.yolox4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.train.data.shapes.ShapesDataset;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a small run leaves to look at. */
class SeeingTest {

    private static final Pattern PICTURE = Pattern.compile("src=\"data:image/(?:png|jpeg);base64,([^\"]+)\"");

    @TempDir
    private static Path folder;

    private static Path data;
    private static Path run;

    @BeforeAll
    static void train() throws IOException {
        data = folder.resolve("shapes");
        run = folder.resolve("run<1>");
        new ShapesDataset(1, 64, 8, 4).write(data);
        List<Object> words = new ArrayList<>(List.of("train", "--data", data, "--format", "coco"));
        words.addAll(List.of("--val-split", "test", "--size", "nano", "--input", 64, "--epochs", 2));
        words.addAll(List.of("--batch", 4, "--eval-every", 1, "--output", run));
        CommandRun training = CommandRun.of(words.toArray());
        assertThat(training.code()).as(training.err()).isZero();
        assertThat(training.out()).contains("Report: " + run.resolve("report.html"));
    }

    @Test
    void a_run_leaves_lines_of_json_and_one_event_file() throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<String> events = new ArrayList<>();
        for (String line : Files.readAllLines(run.resolve("metrics.jsonl"))) {
            JsonNode node = json.readTree(line);
            events.add(node.get("event").textValue() + node.get("epoch").intValue());
        }
        assertThat(events).containsExactly("epoch0", "evaluation0", "epoch1", "evaluation1");
        try (var files = Files.list(run)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.contains("tfevents")))
                    .hasSize(1);
        }
    }

    @Test
    void the_report_is_one_page_with_everything_in_it() throws IOException {
        String page = Files.readString(run.resolve("report.html"));

        assertThat(page).contains("Training run run&lt;1&gt;", "circle", "square", "triangle", "AP by VOC");
        assertThat(page).contains("val-split: \"test\"", "by onnxruntime on cpu, ");
        assertThat(page).doesNotContain("http:", "https:", "<script", "run<1>");
        Matcher pictures = PICTURE.matcher(page);
        int count = 0;
        while (pictures.find()) {
            byte[] png = Base64.getDecoder().decode(pictures.group(1));
            assertThat(coloursOf(ImageIO.read(new ByteArrayInputStream(png)))).isGreaterThan(10);
            count++;
        }
        assertThat(count).isEqualTo(page.split("<img ", -1).length - 1).isBetween(8, 9);
    }

    @Test
    void a_report_can_be_made_again_on_other_images() throws IOException {
        CommandRun again = CommandRun.of("report", run, "--split", "train");

        assertThat(again.code()).as(again.err()).isZero();
        assertThat(Files.readString(run.resolve("report.html"))).contains("8 images of the split 'train'");
        CommandRun back = CommandRun.of("report", run);
        assertThat(back.code()).as(back.err()).isZero();
        assertThat(Files.readString(run.resolve("report.html"))).contains("4 images of the split 'test'");
    }

    @Test
    void a_report_of_a_folder_without_a_run_and_of_images_elsewhere_is_refused() {
        CommandRun none = CommandRun.of("report", folder);
        CommandRun elsewhere = CommandRun.of("report", run, "--data", folder.resolve("gone"));

        assertThat(none.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(none.err()).contains(folder + " does not contain a training run: there is no train.yaml");
        assertThat(elsewhere.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(elsewhere.err()).contains("gone");
    }

    @Test
    void eval_draws_curves_confusion_and_worst_images() throws IOException {
        Path plots = folder.resolve("plots");
        CommandRun eval = eval("--plots", plots);

        assertThat(eval.code()).as(eval.err()).isZero();
        assertThat(eval.out())
                .contains(
                        "ms per image with reading the file",
                        plots.resolve("f1.png").toString());
        for (String name : List.of("precision_recall.png", "f1.png", "confusion.png", "worst.png")) {
            BufferedImage picture = ImageIO.read(plots.resolve(name).toFile());
            assertThat(coloursOf(picture)).as(name).isGreaterThan(10);
        }
        List<String> images = Files.readAllLines(plots.resolve("images.csv"));
        assertThat(images.get(0)).isEqualTo("image,file,objects,missed,false");
        assertThat(images).hasSizeBetween(2, 5);
    }

    @Test
    void eval_measures_by_pascal_voc_too() throws IOException {
        Path json = folder.resolve("voc.json");
        CommandRun eval = eval("--metric", "voc", "--json", json);

        assertThat(eval.code()).as(eval.err()).isZero();
        assertThat(eval.out()).contains("AP at IoU 0.5", "11 points", "all classes");
        assertThat(new ObjectMapper().readTree(json.toFile()).fieldNames())
                .toIterable()
                .containsExactly("mAP", "mAP11", "AP of circle", "AP of square", "AP of triangle");
        CommandRun wrong = eval("--metric", "f2");
        assertThat(wrong.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(wrong.err()).contains("f2", "COCO, VOC");
    }

    @Test
    void the_anchors_of_each_object_are_drawn() throws IOException {
        Path picture = folder.resolve("anchors.png");
        List<Object> words = new ArrayList<>(List.of("dataset", "assign", "--data", data, "--format", "coco"));
        words.addAll(List.of("--weights", run.resolve("best.ckpt"), "--split", "test", "--output", picture));
        CommandRun assign = CommandRun.of(words.toArray());

        assertThat(assign.code()).as(assign.err()).isZero();
        assertThat(assign.out()).containsPattern("4 images, [1-9]\\d* objects, [1-9]\\d* anchors");
        BufferedImage sheet = ImageIO.read(picture.toFile());
        assertThat(sheet.getWidth()).isEqualTo(4 * (64 + 4) + 4);
        assertThat(sheet.getHeight()).isEqualTo(64 + 20 + 2 * 4);
    }

    private static CommandRun eval(Object... more) {
        List<Object> words = new ArrayList<>(List.of("eval", "--weights", run.resolve("best.ckpt"), "--data", data));
        words.addAll(List.of("--format", "coco", "--split", "test"));
        words.addAll(List.of(more));
        return CommandRun.of(words.toArray());
    }

    private static long coloursOf(BufferedImage image) {
        return Arrays.stream(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
                .distinct()
                .count();
    }
}
