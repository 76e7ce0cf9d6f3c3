package io.github.yolox4j.testkit;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Real images and models, which are not part of the repository: in the folder that the environment variable
 * {@code YOLOX4J_DATA} names, else in a {@code shared/data} beside the working directory or beside a folder
 * above it.
 */
public final class SharedData {

    private SharedData() {}

    /** The folder of that name; skips the test, and says so, where there is none. */
    public static Path folder(String name) {
        Optional<Path> folder = roots().map(root -> root.resolve(name))
                .filter(Files::isDirectory)
                .findFirst();
        assumeThat(folder)
                .as("test data " + name + " in $YOLOX4J_DATA or ../shared/data")
                .isPresent();
        return folder.orElseThrow();
    }

    private static Stream<Path> roots() {
        String named = System.getenv("YOLOX4J_DATA");
        if (named != null) {
            return Stream.of(Path.of(named));
        }
        Path here = Path.of("").toAbsolutePath();
        return Stream.iterate(here, folder -> folder.getParent() != null, Path::getParent)
                .map(folder -> folder.resolveSibling("shared").resolve("data"));
    }
}
