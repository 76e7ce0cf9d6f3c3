package io.github.yolox4j.cli.file;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputsTest {

    @TempDir
    private Path folder;

    @Test
    void are_never_written_by_whatever_path() throws IOException {
        Path file = Files.createFile(folder.resolve("a.ckpt"));
        Path link = Files.createSymbolicLink(folder.resolve("b.onnx"), file);
        Inputs inputs = Inputs.of(List.of(folder.resolve("missing"), file));

        for (Path same : new Path[] {file, link, folder.resolve("./a.ckpt")}) {
            assertThatThrownBy(() -> inputs.refuseAsOutput(same))
                    .isInstanceOf(IOException.class)
                    .hasMessage(same + " is an input and would be overwritten; choose another output");
        }
    }

    @Test
    void other_files_may_be_written_anew() throws IOException {
        Inputs inputs = Inputs.of(Files.createFile(folder.resolve("a.ckpt")));
        Path other = Files.createFile(folder.resolve("b.onnx"));

        assertThatCode(() -> inputs.refuseAsOutput(other)).doesNotThrowAnyException();
        assertThatCode(() -> inputs.refuseAsOutput(folder.resolve("new.onnx"))).doesNotThrowAnyException();
    }
}
