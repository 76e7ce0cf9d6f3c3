package io.github.yolox4j.cli.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Files that a command reads, and must leave as they are. */
public final class Inputs {

    private final Set<Path> files;

    private Inputs(Set<Path> files) {
        this.files = files;
    }

    /** Those that exist; reading the others fails anyway. */
    public static Inputs of(Collection<Path> files) throws IOException {
        Set<Path> real = new HashSet<>();
        for (Path file : files) {
            if (Files.exists(file)) {
                real.add(file.toRealPath());
            }
        }
        return new Inputs(real);
    }

    public static Inputs of(Path file) throws IOException {
        return of(List.of(file));
    }

    /** Makes sure that a file to be written is none of them, by whatever path. */
    public void refuseAsOutput(Path output) throws IOException {
        if (Files.exists(output) && files.contains(output.toRealPath())) {
            throw new IOException(output + " is an input and would be overwritten; choose another output");
        }
    }
}
