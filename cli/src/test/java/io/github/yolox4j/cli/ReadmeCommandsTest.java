package io.github.yolox4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.cli.Document.Block;
import io.github.yolox4j.train.data.shapes.ShapesDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that the README has for images of one's own, one after another, on a small dataset. */
class ReadmeCommandsTest {

    /** What would take long. */
    private static final Map<String, String> SMALLER = Map.of("100", "1", "416", "64");

    private static final Set<String> SUBCOMMANDS = Set.of("train", "eval", "export", "verify", "onnx", "predict");

    /** Values of options that name no file. */
    private static final Set<String> NAMES = Set.of("voc", "nano", "test", "decoded");

    @TempDir
    Path folder;

    @Test
    void lead_from_images_to_a_model_a_proved_file_and_detections() throws IOException {
        writeImages();
        List<String> commands = commands();
        assertThat(commands).hasSize(5);
        for (String command : commands) {
            CommandRun run = CommandRun.of(words(command).toArray());
            assertThat(run.code()).as(command + "\n" + run.out() + run.err()).isZero();
        }
        assertThat(folder.resolve("runs/mine/report.html")).isNotEmptyFile();
        assertThat(folder.resolve("mine.onnx")).isNotEmptyFile();
        assertThat(folder.resolve("found.json")).isNotEmptyFile();
        assertThat(folder.resolve("out")).isDirectoryContaining("glob:**.png");
    }

    /** A dataset in {@code DIR}, in the format that the README names, and images in {@code photos}. */
    private void writeImages() throws IOException {
        Path shapes = folder.resolve("shapes");
        new ShapesDataset(1, 64, 16, 1).write(shapes);
        String convert =
                "dataset convert --format coco --splits train --divide train=0.5,val=0.25,test=0.25 --to voc --data";
        List<Object> words = new ArrayList<>(Document.words(convert));
        words.addAll(List.of(shapes, "--output", folder.resolve("DIR")));
        CommandRun run = CommandRun.of(words.toArray());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("train: 8 images", "val: 4 images", "test: 4 images");
        Files.createSymbolicLink(folder.resolve("photos"), shapes.resolve("images/train"));
    }

    private static List<String> commands() throws IOException {
        return Document.of("README.md").blocks().stream()
                .map(Block::commands)
                .filter(lines -> lines.get(0).startsWith("./yolox4j train"))
                .findFirst()
                .orElseThrow();
    }

    private List<String> words(String command) {
        return Document.words(command).stream().skip(1).map(this::here).toList();
    }

    private String here(String word) {
        boolean isFile = !word.startsWith("--")
                && !word.matches("[0-9]+")
                && !SUBCOMMANDS.contains(word)
                && !NAMES.contains(word);
        return isFile ? folder.resolve(word).toString() : SMALLER.getOrDefault(word, word);
    }
}
