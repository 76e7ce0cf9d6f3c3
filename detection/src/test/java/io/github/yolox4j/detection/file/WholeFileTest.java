package io.github.yolox4j.detection.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {

    @TempDir
    private Path folder;

    @Test
    void a_file_holds_what_was_written_last_and_stands_alone() throws IOException {
        Path file = folder.resolve("new/a.bin");
        WholeFile.writeWithFolders(file, out -> out.write(new byte[] {1, 2, 3}));
        WholeFile.write(file, out -> out.write(4));

        assertThat(file).hasBinaryContent(new byte[] {4});
        assertThat(file.getParent()).isDirectoryNotContaining(other -> !other.equals(file));
    }

    @Test
    void many_may_write_one_file_and_it_is_always_that_of_one_of_them() throws IOException {
        Path file = folder.resolve("a.bin");
        IntStream.range(0, 64).parallel().forEach(i -> {
            byte[] content = new byte[100_000];
            Arrays.fill(content, (byte) i);
            try {
                WholeFile.writeAmongOthers(file, out -> out.write(content));
                byte[] read = Files.readAllBytes(file);
                assertThat(read).hasSize(content.length).containsOnly(read[0]);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThat(folder).isDirectoryNotContaining(other -> !other.equals(file));
    }

    @Test
    void what_was_there_stays_when_writing_breaks_off() throws IOException {
        Path file = folder.resolve("a.bin");
        WholeFile.write(file, out -> out.write(1));

        assertThatThrownBy(() -> WholeFile.write(file, out -> {
                    out.write(2);
                    throw new IOException("disk full");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot write " + file + ": java.io.IOException: disk full");
        assertThat(file).hasBinaryContent(new byte[] {1});
        assertThat(folder).isDirectoryNotContaining(other -> !other.equals(file));
    }

    @Test
    void a_missing_folder_and_a_folder_in_the_way_are_named() {
        Path missing = folder.resolve("no/a.bin");
        assertThatThrownBy(() -> WholeFile.write(missing, out -> {}))
                .hasMessage("cannot write " + missing + ": there is no folder " + missing.getParent());
        assertThatThrownBy(() -> WholeFile.write(folder, out -> {}))
                .hasMessage("cannot write " + folder + ": it is a folder");
    }
}
