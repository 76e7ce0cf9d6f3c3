package io.github.yolox4j.cli.doctor;

import java.io.PrintWriter;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Which native library ND4J has loaded.
 *
 * @param backend ND4J's name for it
 * @param library path of the loaded file
 * @param hasOneDnn whether that file was built with oneDNN, by its own account; without it a convolution on the CPU
 *     takes 10 to 25 times as long
 * @param threads that an operator may use
 */
public record NativeBackend(String backend, String library, boolean hasOneDnn, int threads) {

    private static final String CPU_BACKEND = "CpuBackend";
    private static final String CUDA_BACKEND = "org/nd4j/linalg/jcublas/JCublasBackend.class";
    private static final String CPU_LIBRARY = "jnind4jcpu";

    /** Why ND4J cannot start, as far as that shows before trying: its CUDA backend needs the driver. */
    public static Optional<String> obstacle() {
        if (NativeBackend.class.getClassLoader().getResource(CUDA_BACKEND) == null) {
            return Optional.empty();
        }
        return CudaLibrary.driverComplaint()
                .map(complaint -> "this build uses ND4J's CUDA backend, but there is no NVIDIA driver (" + complaint
                        + "); build without the profile cuda to compute on the CPU");
    }

    /** Loads the library, if this has not happened yet, and asks it; where it cannot start, the exception says why. */
    public static NativeBackend load() {
        Optional<String> obstacle = obstacle();
        if (obstacle.isPresent()) {
            throw new IllegalArgumentException(obstacle.get());
        }
        String name = Nd4j.getBackend().getClass().getSimpleName();
        NativeOps operators = NativeOpsHolder.getInstance().getDeviceNativeOps();
        String library = Loader.getLoadedLibraries().getOrDefault(CPU_LIBRARY, "unknown");
        return new NativeBackend(
                name, library, operators.buildInfo().contains("HAVE_ONEDNN"), operators.ompGetMaxThreads());
    }

    /** Lets ND4J's operators use no more threads than this. */
    public static void limitThreads(int threads) {
        load(); // the holder is filled by ND4J's own start-up
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
    }

    /** Says what is loaded, and warns of a slow library, each in one line. */
    public static void report(PrintWriter out, PrintWriter err) {
        NativeBackend loaded = load();
        out.println("ND4J runs on " + loaded);
        loaded.warning().ifPresent(err::println);
    }

    /** Where its operators compute: {@code cpu} or {@code cuda}. */
    public String device() {
        return backend.equals(CPU_BACKEND) ? "cpu" : "cuda";
    }

    /** The warning that this library deserves, if any. */
    public Optional<String> warning() {
        if (!backend.equals(CPU_BACKEND) || hasOneDnn) {
            return Optional.empty();
        }
        return Optional.of("yolox4j: warning: the native library " + library
                + " has no oneDNN, training will be 10 to 25 times slower;"
                + " use an nd4j-native classifier that ends in -onednn (property nd4j.backend.classifier)");
    }

    @Override
    public String toString() {
        return backend + (hasOneDnn ? " with oneDNN" : " without oneDNN") + ", " + threads + " threads: " + library;
    }
}
