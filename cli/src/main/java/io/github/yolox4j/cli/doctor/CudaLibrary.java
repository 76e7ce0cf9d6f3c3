package io.github.yolox4j.cli.doctor;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;

/**
 * A library that the CUDA provider of ONNX Runtime 1.29 needs on Linux, and whether the system's loader finds it.
 *
 * @param complaint of the loader; empty if it loads
 */
record CudaLibrary(String file, String role, String complaint) {

    private static final CudaLibrary DRIVER = named("libcuda.so.1", "NVIDIA driver");

    /** Those that {@code libonnxruntime_providers_cuda.so} names as needed, then cuDNN, which it opens by itself. */
    private static final List<CudaLibrary> NEEDED = List.of(
            DRIVER,
            named("libcudart.so.12", "CUDA 12 runtime"),
            named("libcublas.so.12", "cuBLAS 12"),
            named("libcublasLt.so.12", "cuBLAS 12"),
            named("libcurand.so.10", "cuRAND 10"),
            named("libcudnn.so.9", "cuDNN 9"),
            named("libcudnn_graph.so.9", "cuDNN 9"),
            named("libcudnn_ops.so.9", "cuDNN 9"),
            named("libcudnn_cnn.so.9", "cuDNN 9"));

    /** Tries to load each of them; those that load stay. */
    public static List<CudaLibrary> look() {
        return NEEDED.stream().map(CudaLibrary::tried).toList();
    }

    /** Why the driver's library does not load, if it does not. */
    public static Optional<String> driverComplaint() {
        CudaLibrary driver = DRIVER.tried();
        return driver.loads() ? Optional.empty() : Optional.of(driver.complaint());
    }

    @JsonProperty("loads")
    public boolean loads() {
        return complaint.isEmpty();
    }

    /** One sentence about those that do not load, if any. */
    public static Optional<String> missing(List<CudaLibrary> libraries) {
        Stream<CudaLibrary> failed = libraries.stream().filter(library -> !library.loads());
        List<String> names = failed.map(library -> library.file() + " (" + library.role() + ")")
                .toList();
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of("ONNX Runtime's CUDA provider does not find " + String.join(", ", names)
                        + ": install CUDA 12 and cuDNN 9, or add their folder to LD_LIBRARY_PATH");
    }

    static CudaLibrary named(String file, String role) {
        return new CudaLibrary(file, role, "not tried");
    }

    CudaLibrary tried() {
        Loader.load(Pointer.class);
        try {
            Loader.loadGlobal(file);
            return new CudaLibrary(file, role, "");
        } catch (UnsatisfiedLinkError e) {
            return new CudaLibrary(file, role, e.getMessage());
        }
    }
}
