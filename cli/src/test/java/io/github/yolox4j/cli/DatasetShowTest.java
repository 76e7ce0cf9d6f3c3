package io.github.yolox4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.ImageFiles;
import io.github.yolox4j.train.data.shapes.ShapesDataset;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetShowTest {

    @TempDir
    private Path folder;

    private Path data;
    private Path sheet;

    @BeforeEach
    void draw() throws IOException {
        data = folder.resolve("shapes");
        sheet = folder.resolve("sheet.png");
        new ShapesDataset(1, 64, 4, 2).write(data);
    }

    @Test
    void the_sheet_has_room_for_all_images() throws IOException {
        CommandRun run = show("--input", "64x96", "--count", 7, "--columns", 3);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("7 images", "HSV 1.0, flip 0.5");
        BgrImage drawn = ImageFiles.read(sheet);
        assertThat(drawn.width()).isEqualTo(3 * (96 + 4) + 4);
        assertThat(drawn.height()).isEqualTo(3 * (64 + 4) + 4);
        assertThat(drawn.get(200, 140, 0)).as("room that no image needs").isEqualTo(255);
    }

    @Test
    void the_seed_decides_what_is_seen() throws IOException {
        byte[] first = pixels("reference", 1);

        assertThat(pixels("reference", 1)).isEqualTo(first);
        assertThat(pixels("reference", 2)).isNotEqualTo(first);
        assertThat(pixels("none", 1)).isEqualTo(pixels("none", 2)).isNotEqualTo(first);
    }

    @Test
    void single_numbers_replace_those_of_the_recipe() {
        CommandRun run = show("--augment", "reference", "--size", "s", "--mosaic-scale", "0.5,1", "--mixup-prob", 0);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("mosaic 1.0 (scale 0.5 to 1.0, rotation 10.0")
                .doesNotContain("mixup");
    }

    @Test
    void images_are_flipped_vertically_where_that_is_asked_for() {
        CommandRun run = show("--augment", "none", "--flip-vertical-prob", 0.5);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains(": vertical flip 0.5").doesNotContain("HSV", ", vertical");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--augment=heavy | unknown augmentation 'heavy'; valid are none, light, reference",
                "--mosaic-scale=2 | scales must be SMALLEST,LARGEST, got '2'",
                "--mosaic-scale=a,2 | scales must be two numbers SMALLEST,LARGEST, got 'a,2'",
                "--mosaic-scale=2,1 | scales need 0 < smallest <= largest, got 2.0 and 1.0",
                "--flip-prob=1.5 | flip probability must be between 0 and 1: 1.5",
                "--flip-vertical-prob=2 | vertical flip probability must be between 0 and 1: 2.0",
                "--count=0 | --count and --columns must be at least 1, got 0 and 4"
            })
    void wrong_options_are_named(String option, String message) {
        CommandRun run = show(option);

        assertThat(run.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(run.err()).contains(message);
        assertThat(sheet).doesNotExist();
    }

    private byte[] pixels(String augmentation, int seed) throws IOException {
        CommandRun run = show("--augment", augmentation, "--seed", seed, "--input", 64);
        assertThat(run.code()).as(run.err()).isZero();
        return ImageFiles.read(sheet).pixels();
    }

    private CommandRun show(Object... options) {
        Object[] command = {"dataset", "show", "--data", data, "--format", "coco", "--output", sheet};
        Object[] all = new Object[command.length + options.length];
        System.arraycopy(command, 0, all, 0, command.length);
        System.arraycopy(options, 0, all, command.length, options.length);
        return CommandRun.of(all);
    }
}
