package io.github.yolox4j.cli;

import java.io.PrintWriter;
import org.bytedeco.javacpp.Loader;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Which native library ND4J has loaded.
 *
 * @param backend ND4J's name for it
 * @param library path of the loaded file
 * @param hasOneDnn whether that file was built with oneDNN, by its own account; without it a convolution on the CPU takes 10 to
 *     25 times as long
 */
record NativeBackend(String backend, String library, boolean hasOneDnn) {

    private static final String CPU_LIBRARY = "jnind4jcpu";

    /** Loads the library, if this has not happened yet, and asks it. */
    static NativeBackend load() {
        String name = Nd4j.getBackend().getClass().getSimpleName();
        String built = NativeOpsHolder.getInstance().getDeviceNativeOps().buildInfo();
        String library = Loader.getLoadedLibraries().getOrDefault(CPU_LIBRARY, "unknown");
        return new NativeBackend(name, library, built.contains("HAVE_ONEDNN"));
    }

    /** Warns of a slow library, in one line. */
    static void check(PrintWriter err) {
        NativeBackend loaded = load();
        if (loaded.backend.equals("CpuBackend") && !loaded.hasOneDnn) {
            err.println("yolox4j: warning: the native library " + loaded.library
                    + " has no oneDNN, training will be 10 to 25 times slower;"
                    + " use an nd4j-native classifier that ends in -onednn (property nd4j.backend.classifier)");
        }
    }
}
