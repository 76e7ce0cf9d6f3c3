package io.github.yolox4j.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.cli.doctor.Gpu.ComputeCapability;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NvidiaSmiTest {

    private static final String TWO =
            "0, NVIDIA H200, 143771, 9.0, 580.95.05\n1, NVIDIA GeForce RTX 4090, 24564, 8.9, 580.95.05\n";

    @Test
    void gpus_are_read_with_memory_and_compute_capability() {
        NvidiaSmi found = NvidiaSmi.of(0, TWO);

        assertThat(found.gpus())
                .containsExactly(
                        new Gpu(0, "NVIDIA H200", 143_771, new ComputeCapability(9, 0), "580.95.05"),
                        new Gpu(1, "NVIDIA GeForce RTX 4090", 24_564, new ComputeCapability(8, 9), "580.95.05"));
        assertThat(found.finding()).isEqualTo("2 NVIDIA GPUs");
        assertThat(found.gpus().get(0))
                .hasToString("GPU 0: NVIDIA H200, 143771 MB, compute capability 9.0, driver 580.95.05");
    }

    @Test
    void a_gpu_newer_than_nd4js_kernels_gets_the_way_out() {
        NvidiaSmi found = NvidiaSmi.of(0, TWO);

        assertThat(found.gpus().get(0).advice())
                .hasValue("GPU 0 (NVIDIA H200) has compute capability 9.0: ND4J 1.0.0-M2.1 has no kernels for it"
                        + " (8.9 at most); use the onnxruntime engine, built with -Port-cuda: --device cuda:0");
        assertThat(found.gpus().get(1).advice()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"3.7, false", "8.9, false", "8.10, true", "9.0, true", "12.0, true"})
    void nd4js_kernels_end_at_compute_capability_8_9(String capability, boolean isBeyond) {
        assertThat(ComputeCapability.parse(capability).isBeyondNd4j()).isEqualTo(isBeyond);
        assertThat(ComputeCapability.parse(capability)).hasToString(capability);
    }

    @Test
    void a_machine_without_a_driver_is_one_sentence() throws IOException {
        NvidiaSmi found = NvidiaSmi.look("no-such-command-as-this");

        assertThat(found.gpus()).isEmpty();
        assertThat(found.finding())
                .isEqualTo("no NVIDIA GPU: no-such-command-as-this does not start, so no driver is installed");
    }

    @Test
    void a_driver_that_fails_is_quoted() {
        NvidiaSmi found = NvidiaSmi.of(9, "NVIDIA-SMI has failed because it couldn't communicate with the driver.\n\n");

        assertThat(found.gpus()).isEmpty();
        assertThat(found.finding())
                .isEqualTo("no NVIDIA GPU: nvidia-smi ends with 9:"
                        + " NVIDIA-SMI has failed because it couldn't communicate with the driver.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0, NVIDIA H200, 143771", "0, Old, [N/A], 3.5, 470", "0, Old, 1024, new, 470"})
    void an_answer_of_another_form_is_quoted_not_guessed(String line) {
        NvidiaSmi found = NvidiaSmi.of(0, line);

        assertThat(found.gpus()).isEmpty();
        assertThat(found.finding()).startsWith("NVIDIA GPUs unknown: unexpected output of nvidia-smi");
    }

    @Test
    void no_gpu_listed_is_no_gpu() {
        assertThat(NvidiaSmi.of(0, "\n").finding()).isEqualTo("no NVIDIA GPU: nvidia-smi lists none");
    }

    @Test
    void a_compute_capability_has_two_numbers() {
        assertThatThrownBy(() -> ComputeCapability.parse("9"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected a compute capability as in 8.9, got '9'");
    }
}
