package io.github.yolox4j.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.onnx.OnnxGraph;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.junit.jupiter.api.Test;

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
