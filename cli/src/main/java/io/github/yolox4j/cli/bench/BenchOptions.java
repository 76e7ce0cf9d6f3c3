package io.github.yolox4j.cli.bench;

import io.github.yolox4j.cli.file.JsonFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What every benchmark takes. */
final class BenchOptions {

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
}
