package io.github.yolox4j.train.data;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Real datasets, which are not part of the repository: in the folder YOLOX4J_DATA, else in a {@code shared/data} beside it. */
final class SharedData {

    private SharedData() {}

    /** This dataset's folder; skips the test where there is none. */
    static Path folder(String name) {
        Optional<Path> folder = roots().map(root -> root.resolve(name))
                .filter(Files::isDirectory)
                .findFirst();
        assumeThat(folder)
                .as("data set " + name + " in $YOLOX4J_DATA or ../shared/data")
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
