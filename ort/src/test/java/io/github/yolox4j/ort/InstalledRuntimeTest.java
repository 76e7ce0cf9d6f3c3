package io.github.yolox4j.ort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class InstalledRuntimeTest {

    @Test
    void always_computes_on_the_cpu() {
        assertThat(InstalledRuntime.providers()).contains("CPUExecutionProvider");
        assertThatCode(() -> InstalledRuntime.require(Device.CPU)).doesNotThrowAnyException();
    }

    @Test
    void a_library_that_does_not_load_is_told_in_the_words_of_the_loader() {
        String message = "Error code - ORT_FAIL - message: /onnxruntime_src/provider_bridge_ort.cc:1988 Get()\n FAIL :"
                + " Failed to load library /tmp/libonnxruntime_providers_cuda.so with error: libcublasLt.so.12: cannot"
                + " open shared object file: No such file or directory\n";

        assertThat(InstalledRuntime.reason(message))
                .isEqualTo("libcublasLt.so.12: cannot open shared object file: No such file or directory");
        assertThat(InstalledRuntime.reason("CUDA failure 100: no CUDA-capable\ndevice is detected"))
                .isEqualTo("CUDA failure 100: no CUDA-capable device is detected");
    }
}
