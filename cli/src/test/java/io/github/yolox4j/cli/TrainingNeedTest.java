package io.github.yolox4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.yolox4j.train.data.shapes.ShapesDataset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The memory that {@code train} says it needs, and what it takes. */
class TrainingNeedTest {

    private static final int HEAP = 1024;
    private static final double FACTOR = 1.6;

    @TempDir
    private Path folder;

    @Test
    @Tag("slow")
    void a_heap_of_a_gigabyte_is_enough_and_the_native_memory_is_about_what_was_stated() throws Exception {
        assumeThat(Path.of("/proc/self/status"))
                .as("this system does not tell resident memory")
                .exists();
        new ShapesDataset(3, 416, 24, 4).write(folder.resolve("data"));
        Path log = folder.resolve("train.log");
        String options = "--format coco --val-split test --size nano --input 416 --batch 8 --epochs 4 --eval-every 2"
                + " --augment reference --seed 1";
        TrainingProcess run = TrainingProcess.start(
                log,
                HEAP,
                Stream.concat(
                                Stream.of("--data", folder.resolve("data"), "--output", folder.resolve("run")),
                                Stream.of(options.split(" ")))
                        .toArray());
        long peak = 0;
        Path status = Path.of("/proc", Long.toString(run.process().pid()), "status");
        while (run.process().isAlive()) {
            peak = Math.max(peak, peakMegabytes(status));
            Thread.sleep(100);
        }

        assertThat(run.end()).as(Files.readString(log)).isZero();
        Matcher stated = Pattern.compile("Needs about (\\d+) MB of memory").matcher(Files.readString(log));
        assertThat(stated.find()).as(Files.readString(log)).isTrue();
        double need = Double.parseDouble(stated.group(1));
        assertThat((double) peak)
                .as("most resident megabytes; stated were %s besides the heap", need)
                .isBetween(need / FACTOR, need * FACTOR + HEAP);
    }

    /** 0 where the process has just ended. */
    private static long peakMegabytes(Path status) throws Exception {
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }
}
