package io.github.yolox4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code yolox4j train} in a process of its own.
 *
 * @param process the process
 * @param log what it and those before it have printed
 */
record TrainingProcess(Process process, Path log) {

    /** Starts one with a heap of so many megabytes. */
    static TrainingProcess start(Path log, int heap, Object... options) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap + "m",
                "-XX:TieredStopAtLevel=1", // it starts sooner
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=0", // as the launcher has it
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "train"));
        Arrays.stream(options).map(Object::toString).forEach(line::add);
        return new TrainingProcess(
                new ProcessBuilder(line)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start(),
                log);
    }

    /** Its exit code. */
    int end() throws Exception {
        assertThat(process.waitFor(5, TimeUnit.MINUTES))
                .as(Files.readString(log))
                .isTrue();
        return process.exitValue();
    }

    /** Waits until a file has so many lines, or the process has ended, two minutes at most. */
    void await(Path file, long lines) throws Exception {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (process.isAlive() && (!Files.exists(file) || lines(file) < lines) && System.nanoTime() < end) {
            Thread.sleep(20);
        }
    }

    /** How many lines a file has; none if it does not exist. */
    static long lines(Path file) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        try (var lines = Files.lines(file)) {
            return lines.count();
        }
    }
}
