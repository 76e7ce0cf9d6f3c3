package io.github.yolox4j.verify.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a Python program ended.
 *
 * @param code its exit code, 127 if there is no Python
 * @param output what it wrote to both streams
 */
record PythonRun(int code, String output) {

    private static final Path SCRIPTS =
            Path.of("../examples/golden").toAbsolutePath().normalize();

    /** Runs {@code python3} in a folder; nothing is left beside the scripts. */
    static PythonRun of(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("python3", "-B"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new PythonRun(process.waitFor(), output);
    }

    /** A script of {@code examples/golden}, which must be there. */
    static String script(String name) {
        Path script = SCRIPTS.resolve(name);
        assertThat(Files.isRegularFile(script)).as(script.toString()).isTrue();
        return script.toString();
    }

    /** Skips the test where this code, which needs NumPy, cannot be run. */
    static void assumeRuns(Path folder, String code) throws InterruptedException {
        PythonRun run;
        try {
            run = of(folder, "-c", code);
        } catch (IOException e) {
            run = new PythonRun(127, e.getMessage());
        }
        assumeThat(run.code()).as("python3 with NumPy: " + run.output()).isZero();
    }
}
