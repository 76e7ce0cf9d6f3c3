package io.github.yolox4j.cli.detect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.yolox4j.cli.CommandRun;
import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.weights.StateDict;
import io.github.yolox4j.model.weights.file.Safetensors;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

/** Folders of images as people have them. */
class PredictCommandTest {

    @TempDir
    private Path folder;

    private Path photos;
    private Path weights;

    @BeforeEach
    void write() throws IOException {
        YoloxConfig config = new YoloxConfig("small", 1 / 3.0, 0.125, true, 2);
        weights = folder.resolve("small.safetensors");
        Safetensors.write(weights, StateDict.of("", new Yolox(config).initialise(DataType.FLOAT, 1)));
        photos = Files.createDirectory(folder.resolve("photos"));
    }

    @Test
    void an_image_that_cannot_be_read_is_named_and_left_out() throws IOException {
        draw("a.jpg");
        Files.writeString(photos.resolve("b.jpg"), "no picture");
        draw("c.png");
        Files.write(photos.resolve("._a.jpg"), new byte[] {0, 5, 22, 7}); // of macOS; passed over in silence
        Path json = folder.resolve("found.json");
        Path csv = folder.resolve("found.csv");
        Path drawings = folder.resolve("drawings");

        CommandRun run = predict("--json", json, "--csv", csv, "--draw", drawings);

        assertThat(run.code()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(run.err().lines().filter(line -> line.startsWith("yolox4j: ")))
                .hasSize(2)
                .anyMatch(line -> line.startsWith("yolox4j: left out: cannot read image " + photos.resolve("b.jpg")))
                .contains("yolox4j: 1 of 3 images left out, as they cannot be read");
        assertThat(new ObjectMapper().readTree(json.toFile()).properties())
                .extracting(entry -> Path.of(entry.getKey()).getFileName().toString())
                .containsExactly("a.jpg", "c.png");
        assertThat(csv).isNotEmptyFile();
        assertThat(names(drawings)).containsExactly("a.jpg", "c.png");
    }

    @Test
    void with_strict_it_stops_there() throws IOException {
        Files.writeString(photos.resolve("b.jpg"), "no picture");
        Path json = folder.resolve("found.json");

        CommandRun run = predict("--strict", "--json", json);

        assertThat(run.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(run.err()).contains("yolox4j: cannot read image " + photos.resolve("b.jpg"));
        assertThat(json).doesNotExist();
    }

    @Test
    void images_that_are_neither_jpeg_nor_png_are_drawn_as_png() throws IOException {
        draw("a.bmp");
        draw("b.tif");
        draw("b.png");
        Path drawings = folder.resolve("drawings");

        CommandRun run = predict("--draw", drawings);

        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        assertThat(names(drawings)).containsExactly("a.bmp.png", "b.png", "b.tif.png");
    }

    @Test
    void a_dark_image_of_sixteen_bits_gets_a_note_once() throws IOException {
        BufferedImage dark = new BufferedImage(40, 30, BufferedImage.TYPE_USHORT_GRAY);
        dark.getRaster().setSample(3, 4, 0, 1407);
        assertThat(ImageIO.write(dark, "png", photos.resolve("dark.png").toFile()))
                .isTrue();
        draw("plain.png");

        CommandRun run = predict();

        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
        assertThat(run.err().lines().filter(line -> line.startsWith("yolox4j: ")))
                .containsExactly("yolox4j: note: " + photos.resolve("dark.png")
                        + ": 16-bit image whose largest value is 1407 of 65535: it will be nearly black");
    }

    @Test
    void a_photograph_of_another_format_under_the_name_of_a_jpeg_is_called_what_it_is() throws IOException {
        draw("a.jpg");
        Files.writeString(photos.resolve("b.jpg"), "\0\0\0\30ftypheic\0\0\0\0mif1heic");

        CommandRun run = predict();

        assertThat(run.code()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(run.err())
                .contains("left out: cannot read image " + photos.resolve("b.jpg")
                        + ": it is a HEIC image (by its first bytes), not a JPEG; convert it to JPEG or PNG");
    }

    private CommandRun predict(Object... options) {
        return CommandRun.of(
                Stream.concat(Stream.of("predict", "--weights", weights, "--input", 64, photos), Stream.of(options))
                        .toArray());
    }

    private void draw(String name) throws IOException {
        BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        image.setRGB(3, 4, 0xff8800);
        File file = photos.resolve(name).toFile();
        assertThat(ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file))
                .isTrue();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
