package io.github.yolox4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.train.data.ShapesDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training processes that are killed without warning. */
class KilledTrainingTest {

    private static final int KILLS = 5;

    @TempDir
    private Path folder;

    @Test
    void killed_five_times_and_resumed_it_ends_with_the_weights_of_the_unbroken_run() throws Exception {
        new ShapesDataset(3, 64, 16, 4).write(folder.resolve("data"));
        Path whole = folder.resolve("whole");
        Process unbroken = start("train", fresh(whole));
        assertThat(unbroken.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(unbroken.exitValue()).as(Files.readString(log())).isZero();

        Path broken = folder.resolve("broken");
        Random random = new Random();
        List<Long> epochsAtKill = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = start("train", kill == 0 ? fresh(broken) : List.of("--resume", broken.toString()));
            Path metrics = broken.resolve("metrics.csv");
            boolean early = kill == 0; // before the first checkpoint
            killAfter(process, metrics, early ? 0 : 1 + random.nextInt(2), random.nextInt(early ? 2000 : 150));
            epochsAtKill.add(lines(metrics));
        }
        Process last = start("train", List.of("--resume", broken.toString()));
        assertThat(last.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(last.exitValue()).as(Files.readString(log())).isZero();
        assertThat(broken.resolve("last.ckpt"))
                .as("killed when metrics.csv had %s lines", epochsAtKill)
                .hasSameBinaryContentAs(whole.resolve("last.ckpt"));
        assertThat(Files.readAllLines(broken.resolve("metrics.csv")))
                .isEqualTo(Files.readAllLines(whole.resolve("metrics.csv")));
    }

    private List<String> fresh(Path output) {
        return List.of(
                "--data", folder.resolve("data").toString(),
                "--format", "coco",
                "--val-split", ShapesDataset.TEST,
                "--size", "nano",
                "--input", "64",
                "--batch", "2",
                "--epochs", "20",
                "--eval-every", "4",
                "--threads", "1",
                "--output", output.toString());
    }

    private Path log() {
        return folder.resolve("train.log");
    }

    private Process start(String command, List<String> arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                command));
        line.addAll(arguments);
        return new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    /** Kills a process once some more epochs are written down and a moment has passed. */
    private void killAfter(Process process, Path metrics, int epochs, int milliseconds) throws Exception {
        long before = lines(metrics);
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        Path options = metrics.resolveSibling("train.yaml");
        while (process.isAlive()
                && (!Files.exists(options) || lines(metrics) < before + epochs)
                && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        Thread.sleep(milliseconds);
        assertThat(process.isAlive()).as(Files.readString(log())).isTrue();
        process.destroyForcibly().waitFor();
    }

    private static long lines(Path file) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        try (var lines = Files.lines(file)) {
            return lines.count();
        }
    }
}
