package io.github.yolox4j.onednn.run;

import java.util.Optional;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** The native library of oneDNN: whether it serves here. */
public final class OneDnnLibrary {

    private static final String CUDA_BACKEND = "org/nd4j/linalg/jcublas/JCublasBackend.class";

    private OneDnnLibrary() {}

    /** Why oneDNN cannot compute here, in a few words; empty if it can. */
    public static Optional<String> obstacle() {
        return Look.OBSTACLE;
    }

    /** Looks once: a library that failed to load says why only the first time. */
    private static final class Look {

        private static final Optional<String> OBSTACLE = obstacle();

        private static Optional<String> obstacle() {
            if (OneDnnLibrary.class.getClassLoader().getResource(CUDA_BACKEND) != null) {
                return Optional.of("oneDNN reads ND4J's arrays, which lie on a GPU in this build");
            }
            try {
                Loader.load(dnnl.class);
            } catch (LinkageError e) {
                return Optional.of("oneDNN's native library for this platform is not there: " + e.getMessage());
            }
            boolean isWide = (dnnl.dnnl_get_effective_cpu_isa() & dnnl.dnnl_cpu_isa_avx2) == dnnl.dnnl_cpu_isa_avx2;
            return isWide ? Optional.empty() : Optional.of("oneDNN has fast kernels for processors with AVX2 only");
        }
    }

    /** The library's version. */
    public static String version() {
        var version = dnnl.dnnl_version();
        return version.major() + "." + version.minor() + "." + version.patch();
    }

    /** Sets how many threads the calls of this Java thread use, of oneDNN and of ND4J. */
    static void useThreads(int threads) {
        Nd4j.getBackend(); // ND4J's own start-up fills the holder
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
    }
}
