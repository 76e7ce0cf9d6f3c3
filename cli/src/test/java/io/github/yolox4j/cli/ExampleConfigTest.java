package io.github.yolox4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.cli.option.ConfigFile;
import io.github.yolox4j.cli.option.Defaults;
import io.github.yolox4j.cli.train.TrainCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The files in {@code examples}. */
class ExampleConfigTest {

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("../examples"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void each_says_its_command_and_result_on_top(Path file) throws IOException {
        List<String> top = Files.readAllLines(file).stream()
                .takeWhile(line -> line.startsWith("#"))
                .toList();
        assertThat(top)
                .anyMatch(line ->
                        line.startsWith("#   ./yolox4j train --config examples/" + file.getFileName() + " --output "));
        assertThat(top).anyMatch(line -> line.matches("# Expected, .*AP \\d.*"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void each_value_is_one_that_the_command_takes(Path file) throws IOException {
        CommandLine command = Defaults.commandLine(new TrainCommand());
        ConfigFile config = ConfigFile.read(file, command.getCommandSpec());
        command.setDefaultValueProvider(config);

        ParseResult parsed = command.parseArgs("--config", file.toString(), "--output", "out/example");

        for (String key : List.of("data", "format", "epochs")) {
            OptionSpec option = parsed.commandSpec().findOption("--" + key);
            Object value = option.getValue();
            assertThat(value instanceof Optional<?> optional ? optional.orElseThrow() : value)
                    .as(key)
                    .hasToString(config.defaultValue(option));
        }
    }
}
