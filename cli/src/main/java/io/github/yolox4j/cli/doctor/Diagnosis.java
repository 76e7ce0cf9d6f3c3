package io.github.yolox4j.cli.doctor;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.sun.management.OperatingSystemMXBean;
import io.github.yolox4j.onednn.run.OneDnnLibrary;
import io.github.yolox4j.ort.Device;
import io.github.yolox4j.ort.InstalledRuntime;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Pointer;

/**
 * What this machine has to compute with, and advice of one sentence each; none if all is well.
 *
 * @param stepCache the folder of training steps for later runs; empty if none are kept
 */
record Diagnosis(
        Java java,
        Machine machine,
        Nd4j nd4j,
        @JsonProperty("onnxruntime") OnnxRuntime onnxRuntime,
        @JsonProperty("onednn") OneDnn oneDnn,
        @JsonProperty("step_cache") String stepCache,
        @JsonUnwrapped Graphics graphics,
        List<String> advice) {

    private static final long MEGA = 1L << 20;

    /** The Java that runs, and the limit of its heap. */
    public record Java(String version, String vendor, @JsonProperty("heap_limit_mb") long heap) {

        private static Java look() {
            return new Java(
                    Runtime.version().toString(),
                    System.getProperty("java.vendor"),
                    Runtime.getRuntime().maxMemory() / MEGA);
        }
    }

    /** The computer, and the cores that Java may use. */
    public record Machine(String system, int cores, @JsonProperty("memory_mb") long memory) {

        private static Machine look() {
            OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
            return new Machine(
                    system.getName() + " " + system.getVersion() + ", " + system.getArch(),
                    Runtime.getRuntime().availableProcessors(),
                    system.getTotalMemorySize() / MEGA);
        }
    }

    /** What computes for the samediff engine; the complaint says why it does not start, and is empty if it does. */
    public record Nd4j(
            String backend,
            String library,
            @JsonProperty("onednn") boolean hasOneDnn,
            int threads,
            @JsonUnwrapped Limits limits,
            String complaint) {

        private static Nd4j look() {
            try {
                NativeBackend loaded = NativeBackend.load();
                return new Nd4j(
                        loaded.backend(),
                        loaded.library(),
                        loaded.hasOneDnn(),
                        loaded.threads(),
                        new Limits(Pointer.maxBytes() / MEGA, Pointer.maxPhysicalBytes() / MEGA),
                        "");
            } catch (IllegalArgumentException e) {
                return new Nd4j("none", "none", false, 0, new Limits(0, 0), e.getMessage());
            }
        }
    }

    /** Memory that ND4J may take: its arrays, and the whole process, above which it gives up; 0 is no limit. */
    public record Limits(
            @JsonProperty("offheap_limit_mb") long offHeap, @JsonProperty("resident_limit_mb") long resident) {}

    /** What computes for the onnxruntime engine; if cuda:0 does not compute, the last says why. */
    public record OnnxRuntime(String version, List<String> providers, String cuda) {

        private static OnnxRuntime look() {
            return new OnnxRuntime(InstalledRuntime.version(), InstalledRuntime.providers(), cudaObstacle());
        }

        private static String cudaObstacle() {
            try {
                InstalledRuntime.require(Device.cuda(0));
                return "";
            } catch (IllegalArgumentException e) {
                return e.getMessage();
            }
        }
    }

    /** What computes for the onednn engine; if it does not compute, the version is empty and the obstacle says why. */
    public record OneDnn(String version, String obstacle) {

        private static OneDnn look() {
            Optional<String> obstacle = OneDnnLibrary.obstacle();
            return new OneDnn(obstacle.isEmpty() ? OneDnnLibrary.version() : "", obstacle.orElse(""));
        }
    }

    /** Graphics processors, what ONNX Runtime needs to use them, and one sentence about them. */
    public record Graphics(
            @JsonProperty("cuda_libraries") List<CudaLibrary> cudaLibraries,
            List<Gpu> gpus,
            @JsonProperty("gpu_finding") String finding) {

        private static Graphics look() throws IOException {
            NvidiaSmi driver = NvidiaSmi.look();
            return new Graphics(CudaLibrary.look(), driver.gpus(), driver.finding());
        }
    }

    /** Looks at everything; ND4J and ONNX Runtime are loaded for it. */
    public static Diagnosis look() throws IOException {
        Nd4j nd4j = Nd4j.look();
        Graphics graphics = Graphics.look();
        OnnxRuntime onnxRuntime = OnnxRuntime.look();
        return new Diagnosis(
                Java.look(),
                Machine.look(),
                nd4j,
                onnxRuntime,
                OneDnn.look(),
                KeptSteps.cache().folder().map(Path::toString).orElse(""),
                graphics,
                advice(nd4j, onnxRuntime, graphics));
    }

    /** Whether this machine has a GPU, or this build is one for GPUs. */
    public boolean concernsGpus() {
        return !graphics.gpus().isEmpty() || InstalledRuntime.hasProvider(Device.Kind.CUDA);
    }

    /** Where training and detection can compute, in one sentence. */
    public String verdict() {
        if (!nd4j.complaint().isEmpty()) {
            return "nothing can be trained before ND4J starts";
        }
        return "trains and detects on the CPU" + (onnxRuntime.cuda().isEmpty() ? " and on cuda:0" : "");
    }

    /** What to do, and only that: nobody without a GPU is told to install CUDA. */
    private static List<String> advice(Nd4j nd4j, OnnxRuntime onnxRuntime, Graphics graphics) {
        List<String> advice = new ArrayList<>();
        if (!nd4j.complaint().isEmpty()) {
            advice.add(nd4j.complaint());
        } else {
            NativeBackend.load().warning().ifPresent(advice::add);
        }
        boolean hasProvider = InstalledRuntime.hasProvider(Device.Kind.CUDA);
        if (!graphics.gpus().isEmpty() && !hasProvider) {
            advice.add("this build uses the CPU only; YOLOX4J_PROFILES=ort-cuda ./yolox4j builds one for the GPU");
        }
        graphics.gpus().forEach(gpu -> gpu.advice().ifPresent(advice::add));
        if (hasProvider || !graphics.gpus().isEmpty()) {
            Optional<String> missing = CudaLibrary.missing(graphics.cudaLibraries());
            missing.ifPresent(advice::add);
            if (missing.isEmpty() && hasProvider && !onnxRuntime.cuda().isEmpty()) {
                advice.add(onnxRuntime.cuda());
            }
        }
        return List.copyOf(advice);
    }
}
