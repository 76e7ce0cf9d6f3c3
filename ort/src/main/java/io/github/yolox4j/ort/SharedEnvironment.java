package io.github.yolox4j.ort;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.util.concurrent.CompletableFuture;

/**
 * ONNX Runtime's environment, one in a process, made on a thread with a large stack. When ONNX Runtime 1.29 makes it,
 * its telemetry matches regular expressions against the process's command line by recursion: with a class path of some
 * kilobytes that overflows a Java thread's usual megabyte and ends the process without a word. The environment variable
 * {@code ORT_DISABLE_TELEMETRY=1} avoids it too, and the telemetry besides; a library cannot set it, but it turns the
 * telemetry off once there is an environment.
 */
final class SharedEnvironment {

    /** Address space; memory is used as far as the recursion goes. */
    private static final long STACK_BYTES = 512L << 20;

    private static OrtEnvironment environment;

    private SharedEnvironment() {}

    static synchronized OrtEnvironment get() {
        if (environment == null) {
            environment = make();
        }
        return environment;
    }

    private static OrtEnvironment make() {
        CompletableFuture<OrtEnvironment> made = new CompletableFuture<>();
        Thread thread = new Thread(
                null,
                () -> {
                    try {
                        OrtEnvironment environment = OrtEnvironment.getEnvironment();
                        environment.setTelemetry(false);
                        made.complete(environment);
                    } catch (OrtException | RuntimeException | Error e) {
                        made.completeExceptionally(e);
                    }
                },
                "onnxruntime-environment",
                STACK_BYTES);
        thread.start();
        return made.join();
    }
}
