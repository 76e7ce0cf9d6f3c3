package io.github.yolox4j.cli.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;

/** Files that a command reads, and must leave as they are. */
public record Inputs(Collection<Path> files) {

    public static Inputs of(Path... files) {
        return new Inputs(Arrays.asList(files));
    }

    /**
     * Makes sure that a file to be written is none of them, by whatever path.
     *
     * @throws IOException if it is
     */
    public void refuseAsOutput(Path output) throws IOException {
        if (!Files.exists(output)) {
            return;
        }
        for (Path file : files) {
            if (Files.exists(file) && Files.isSameFile(file, output)) {
                throw new IOException(output + " is read, and would be lost; name another file to write");
            }
        }
    }
}
