package io.github.yolox4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.yolox4j.cli.doctor.NativeBackend;
import io.github.yolox4j.cli.doctor.NvidiaSmi;
import io.github.yolox4j.ort.Device;
import io.github.yolox4j.ort.InstalledRuntime;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {

    @TempDir
    private Path folder;

    @Test
    void says_what_is_there_as_text_and_as_json() throws IOException {
        Path json = folder.resolve("doctor.json");
        CommandRun run = CommandRun.of("doctor", "--json", json);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains(
                        Runtime.version().toString(),
                        Runtime.getRuntime().availableProcessors() + " cores",
                        NativeBackend.load().library(),
                        "ONNX Runtime   " + InstalledRuntime.version(),
                        NvidiaSmi.look().finding(),
                        "Verdict        trains and detects on the CPU");
        boolean concernsGpus = !NvidiaSmi.look().gpus().isEmpty() || InstalledRuntime.hasProvider(Device.Kind.CUDA);
        assertThat(run.out().contains("libcudnn.so.9")).isEqualTo(concernsGpus);
        JsonNode result = new ObjectMapper().readTree(json.toFile());
        assertThat(result.at("/java/heap_limit_mb").asLong())
                .isEqualTo(Runtime.getRuntime().maxMemory() >> 20);
        assertThat(result.at("/nd4j/onednn").asBoolean())
                .isEqualTo(NativeBackend.load().hasOneDnn());
        assertThat(result.at("/onnxruntime/providers").toString()).contains("CPUExecutionProvider");
        assertThat(result.at("/cuda_libraries/0/file").asText()).isEqualTo("libcuda.so.1");
        assertThat(result.at("/gpus")).hasSize(NvidiaSmi.look().gpus().size());
    }
}
