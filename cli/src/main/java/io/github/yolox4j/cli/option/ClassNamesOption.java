package io.github.yolox4j.cli.option;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Class names from a text file. */
public final class ClassNamesOption {

    @Option(
            names = "--class-names",
            paramLabel = "FILE",
            description = "Text file with all class names, one per line, in the order of their ids. It names "
                    + "the classes of weights that have no names (default: COCO's names, or class_0, "
                    + "class_1, ...). In a dataset, any other class is an error.")
    private Optional<Path> file = Optional.empty();

    /** The names, if a file was given. */
    public Optional<List<String>> names() throws IOException {
        return file.isPresent() ? Optional.of(read(file.get())) : Optional.empty();
    }

    private static List<String> read(Path file) throws IOException {
        try {
            return Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (CharacterCodingException e) {
            throw new IOException(file + ": not a UTF-8 text file", e);
        }
    }
}
