package io.github.yolox4j.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.onnx.OnnxGraph;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeStampTest {

    @Test
    void is_of_the_libraries_that_hold_the_classes() throws NoSuchAlgorithmException {
        byte[] own = stamp(StepRequest.class);

        assertThat(stamp(StepRequest.class)).isEqualTo(own);
        assertThat(stamp(StepCache.class, StepRequest.class)).as("one library").isEqualTo(own);
        assertThat(stamp(StepRequest.class, OnnxGraph.class))
                .as("two libraries")
                .isNotEqualTo(own)
                .isEqualTo(stamp(OnnxGraph.class, StepRequest.class));
    }

    @Test
    void changes_with_every_file(@TempDir Path folder) throws Exception {
        Path small = Files.write(folder.resolve("Small.class"), new byte[] {1, 2});
        Path large = Files.write(folder.resolve("large.bin"), new byte[5 << 20]);
        byte[] before = stamp(folder);
        assertThat(stamp(folder)).isEqualTo(before);

        FileTime time = Files.getLastModifiedTime(small);
        Files.write(small, new byte[] {1, 3});
        Files.setLastModifiedTime(small, time);
        byte[] otherBytes = stamp(folder);
        assertThat(otherBytes).isNotEqualTo(before);

        Files.setLastModifiedTime(large, FileTime.fromMillis(0));
        byte[] otherTime = stamp(folder);
        assertThat(otherTime).isNotEqualTo(otherBytes);

        Files.write(folder.resolve("More.class"), new byte[0]);
        assertThat(stamp(folder)).isNotEqualTo(otherTime);
    }

    private static byte[] stamp(Path library) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        CodeStamp.update(digest, library);
        return digest.digest();
    }

    @Test
    void classes_from_no_file_have_none() throws NoSuchAlgorithmException {
        assertThat(CodeStamp.update(MessageDigest.getInstance("SHA-256"), List.of(String.class)))
                .isFalse();
    }

    private static byte[] stamp(Class<?>... classes) throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        assertThat(CodeStamp.update(digest, List.of(classes))).isTrue();
        return digest.digest();
    }
}
