package io.github.yolox4j.model.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
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
