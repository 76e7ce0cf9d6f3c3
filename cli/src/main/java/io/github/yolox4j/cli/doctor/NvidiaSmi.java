package io.github.yolox4j.cli.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The GPUs of the machine, as the driver's own command lists them: how many there are, or why none is known. */
public record NvidiaSmi(List<Gpu> gpus, String finding) {

    private static final String COMMAND = "nvidia-smi";
    private static final List<String> QUERY =
            List.of("--query-gpu=index,name,memory.total,compute_cap,driver_version", "--format=csv,noheader,nounits");

    public NvidiaSmi {
        gpus = List.copyOf(gpus);
    }

    /** Asks the driver. */
    public static NvidiaSmi look() throws IOException {
        return look(COMMAND);
    }

    static NvidiaSmi look(String command) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder(command, QUERY.get(0), QUERY.get(1))
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            return none("no NVIDIA GPU: " + command + " does not start, so no driver is installed");
        }
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return of(process.waitFor(), said);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + command + " ran", e);
        } finally {
            process.destroy();
        }
    }

    static NvidiaSmi of(int exitCode, String said) {
        List<String> lines = said.lines().filter(line -> !line.isBlank()).toList();
        if (exitCode != 0) {
            return none("no NVIDIA GPU: nvidia-smi ends with " + exitCode + ": " + String.join(" ", lines));
        }
        try {
            List<Gpu> gpus = lines.stream().map(Gpu::parse).toList();
            return gpus.isEmpty()
                    ? none("no NVIDIA GPU: nvidia-smi lists none")
                    : new NvidiaSmi(gpus, gpus.size() == 1 ? "1 NVIDIA GPU" : gpus.size() + " NVIDIA GPUs");
        } catch (IllegalArgumentException e) {
            return none("NVIDIA GPUs unknown: unexpected output of nvidia-smi: " + e.getMessage());
        }
    }

    private static NvidiaSmi none(String finding) {
        return new NvidiaSmi(List.of(), finding);
    }
}
