package io.github.yolox4j.ort;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import java.util.Map;
import java.util.TreeMap;

/**
 * How ONNX Runtime runs a model.
 *
 * @param device where it computes
 * @param threads used inside an operator on the CPU; 0: as many as the system property {@value #THREADS} says, and
 *     without it as ONNX Runtime chooses: one per core of the machine, also where a container may use fewer
 * @param tf32 whether a graphics processor may round factors to TF32, which has 10 bits of mantissa for float's 23;
 *     without it its numbers are as exact as the CPU's
 * @param deterministic whether operators that sum in an order of chance are kept out, and kernels chosen by rule, not
 *     by timing them, so that equal runs give equal numbers
 * @param waiting of the threads, for the next operator
 * @param runsAtOnce how many runs at the same time whoever runs the model means to make
 */
public record SessionSettings(
        Device device, int threads, boolean tf32, boolean deterministic, Waiting waiting, int runsAtOnce) {

    /** The system property that sets the threads of sessions without a number of their own. */
    public static final String THREADS = "yolox4j.threads";

    /** What a thread does that has nothing to do. */
    public enum Waiting {
        /** It looks again and again: the next small operator starts at once, but no one else gets the processor. */
        SPINNING(Map.of(SPIN, "1")),

        /** It looks for {@value #BRIEF} microseconds, then leaves the processor to others. */
        BRIEFLY_SPINNING(Map.of(SPIN, "1", SPIN_MICROSECONDS, BRIEF));

        private final Map<String, String> entries;

        Waiting(Map<String, String> entries) {
            this.entries = entries;
        }
    }

    private static final String SPIN = "session.intra_op.allow_spinning";
    private static final String SPIN_MICROSECONDS = "session.intra_op.spin_duration_us";

    /** About the time that it takes to wake a thread. */
    private static final String BRIEF = "50";

    /** The CPU, with as many threads as ONNX Runtime likes, which spin: the shortest time from an image to its boxes. */
    public static final SessionSettings DEFAULT = new SessionSettings(Device.CPU, 0, false, false, Waiting.SPINNING, 1);

    public SessionSettings {
        if (threads < 0) {
            throw new IllegalArgumentException("threads must not be negative: " + threads);
        }
        if (runsAtOnce < 1) {
            throw new IllegalArgumentException("runsAtOnce must be at least 1: " + runsAtOnce);
        }
        if (tf32 && device.kind() == Device.Kind.CPU) {
            throw new IllegalArgumentException("TF32 is for cuda devices, the device is " + device);
        }
    }

    public SessionSettings withDevice(Device other) {
        return new SessionSettings(other, threads, tf32, deterministic, waiting, runsAtOnce);
    }

    public SessionSettings withThreads(int number) {
        return new SessionSettings(device, number, tf32, deterministic, waiting, runsAtOnce);
    }

    public SessionSettings withTf32(boolean allowed) {
        return new SessionSettings(device, threads, allowed, deterministic, waiting, runsAtOnce);
    }

    public SessionSettings withDeterministic(boolean asked) {
        return new SessionSettings(device, threads, tf32, asked, waiting, runsAtOnce);
    }

    public SessionSettings withWaiting(Waiting other) {
        return new SessionSettings(device, threads, tf32, deterministic, other, runsAtOnce);
    }

    /**
     * The same for many runs of a small network on the CPU: as many at once as there would be threads, each on one,
     * since threads that share an operator spend a sixth or more of their time on each other.
     */
    public SessionSettings withRunsInsteadOfThreads() {
        if (device.kind() != Device.Kind.CPU) {
            return this;
        }
        int all = threadsUsed() == 0 ? Runtime.getRuntime().availableProcessors() : threadsUsed();
        return new SessionSettings(device, 1, tf32, deterministic, waiting, all);
    }

    /**
     * The number of threads, the system property considered; 0 leaves the choice to ONNX Runtime.
     *
     * @throws IllegalArgumentException if the property is no such number
     */
    public int threadsUsed() {
        if (threads > 0) {
            return threads;
        }
        String said = System.getProperty(THREADS, "0");
        try {
            return Math.max(0, Integer.parseUnsignedInt(said));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "system property " + THREADS + ": expected a number of threads, 0 or more, got '" + said + "'", e);
        }
    }

    /** For ONNX Runtime; whoever asks closes them. */
    OrtSession.SessionOptions options() throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        try {
            if (threadsUsed() > 0) {
                options.setIntraOpNumThreads(threadsUsed());
            }
            options.setDeterministicCompute(deterministic);
            for (Map.Entry<String, String> entry : waiting.entries.entrySet()) {
                options.addConfigEntry(entry.getKey(), entry.getValue());
            }
            // Else the second run takes one block as large as the first run's peak, and the first run's memory stays.
            options.setMemoryPatternOptimization(false);
            if (device.kind() == Device.Kind.CUDA) {
                try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(device.index())) {
                    for (Map.Entry<String, String> entry : cudaOptions().entrySet()) {
                        cuda.add(entry.getKey(), entry.getValue());
                    }
                    options.addCUDA(cuda);
                }
            }
            return options;
        } catch (OrtException e) {
            options.close();
            throw e;
        }
    }

    /** Of the CUDA provider, by its names. */
    Map<String, String> cudaOptions() {
        Map<String, String> chosen = new TreeMap<>();
        chosen.put("use_tf32", tf32 ? "1" : "0");
        if (deterministic) {
            chosen.put("cudnn_conv_algo_search", "HEURISTIC");
        }
        return chosen;
    }

    /** As a log says it: {@code cuda:0, TF32 off, deterministic}. */
    @Override
    public String toString() {
        String threadsSaid = threads == 0 ? "" : ", " + threads + (threads == 1 ? " thread" : " threads");
        String tf32Said = device.kind() == Device.Kind.CPU ? "" : tf32 ? ", TF32 on" : ", TF32 off";
        return device + threadsSaid + tf32Said + (deterministic ? ", deterministic" : "");
    }
}
