package io.github.yolox4j.cli.bench;

import io.github.yolox4j.cli.file.JsonFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Option;

/** What every benchmark takes. */
final class BenchOptions {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String PEAK = "VmHWM:";

    @Option(
            names = "--warmup",
            defaultValue = "10",
            description = "Number of warm-up runs (default: ${DEFAULT-VALUE}).")
    private int warmup;

    @Option(names = "--json", paramLabel = "FILE", description = "Also writes the result to this JSON file.")
    private Optional<Path> json = Optional.empty();

    int warmup() {
        return warmup;
    }

    void write(Map<String, Object> result) throws IOException {
        if (json.isPresent()) {
            JsonFiles.write(json.get(), result);
        }
    }

    /** Resident megabytes that this process has held at most, where the operating system tells: on Linux. */
    static OptionalLong peakMegabytes() throws IOException {
        if (!Files.isReadable(STATUS)) {
            return OptionalLong.empty();
        }
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith(PEAK))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst();
    }
}
