package io.github.yolox4j.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NativeBackendTest {

    @Test
    void the_library_that_is_loaded_has_onednn() {
        NativeBackend loaded = NativeBackend.load();
        assertThat(loaded.hasOneDnn()).as(loaded.toString()).isTrue();
        assertThat(loaded.library()).as("the file itself").contains("onednn");
        assertThat(loaded.warning()).isEmpty();
    }

    @Test
    void a_library_without_onednn_is_named_in_a_warning() {
        NativeBackend slow = new NativeBackend("CpuBackend", "/cache/libjnind4jcpu.so", false, 2);
        assertThat(slow.warning()).hasValueSatisfying(line -> assertThat(line)
                .contains("/cache/libjnind4jcpu.so", "10 to 25 times slower", "nd4j.backend.classifier")
                .doesNotContain("\n"));
    }
}
