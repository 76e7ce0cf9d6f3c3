package io.github.yolox4j.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CudaLibraryTest {

    @Test
    void a_library_that_the_system_has_loads() {
        assumeThat(System.getProperty("os.name"))
                .as("libraries are named as on Linux")
                .isEqualTo("Linux");
        CudaLibrary tried = CudaLibrary.named("libc.so.6", "C library").tried();

        assertThat(tried.loads()).as(tried.complaint()).isTrue();
        assertThat(CudaLibrary.missing(List.of(tried))).isEmpty();
    }

    @Test
    void a_library_that_is_not_there_is_named() {
        CudaLibrary tried =
                CudaLibrary.named("libnot-there.so.12", "Nothing 12").tried();

        assertThat(tried.loads()).isFalse();
        assertThat(tried.complaint()).contains("libnot-there.so.12");
        assertThat(CudaLibrary.missing(List.of(tried))).hasValueSatisfying(sentence -> assertThat(sentence)
                .startsWith("ONNX Runtime's CUDA provider does not find libnot-there.so.12 (Nothing 12): "));
    }
}
