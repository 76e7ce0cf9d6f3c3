package io.github.yolox4j.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.cli.CommandRun;
import io.github.yolox4j.cli.console.ExitCode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dataset in which nothing is marked. */
class UnlabelledTest {

    @TempDir
    private Path folder;

    @Test
    void nothing_to_learn_is_refused_unless_allowed_and_nothing_to_measure_is_no_best() throws IOException {
        Path data = folder.resolve("data");
        Files.createDirectories(data);
        Files.writeString(data.resolve("data.yaml"), "train: images/train\nval: images/val\nnames: [cat]\n");
        for (String image : new String[] {"train/a", "train/b", "val/c"}) {
            Path file = data.resolve("images/" + image + ".png");
            Files.createDirectories(file.getParent());
            ImageIO.write(noise(), "png", file.toFile());
            Path labels = data.resolve("labels/" + image + ".txt");
            Files.createDirectories(labels.getParent());
            Files.createFile(labels);
        }

        CommandRun refused = train(data);
        assertThat(refused.code()).isEqualTo(ExitCode.WRONG_INPUT);
        assertThat(refused.err())
                .contains(data + ": the 2 images of split 'train' have no box; the labels may lie elsewhere."
                        + " --allow-unlabelled trains without any");
        assertThat(folder.resolve("run")).doesNotExist();

        CommandRun allowed = train(data, "--allow-unlabelled");
        assertThat(allowed.code()).as(allowed.err()).isEqualTo(ExitCode.DONE);
        assertThat(allowed.out()).contains(", AP -, AP50 -").doesNotContain("best so far");
    }

    private static BufferedImage noise() {
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(1);
        for (int i = 0; i < 64 * 64; i++) {
            image.setRGB(i % 64, i / 64, random.nextInt(1 << 24));
        }
        return image;
    }

    private CommandRun train(Path data, Object... more) {
        String options = "--format yolo --size nano --input 64 --epochs 1 --batch 2 --augment none --threads 1";
        return CommandRun.of(Stream.of(
                        Stream.of("train", "--data", data, "--output", folder.resolve("run")),
                        Stream.of(options.split(" ")),
                        Stream.of(more))
                .flatMap(part -> part)
                .toArray());
    }
}
