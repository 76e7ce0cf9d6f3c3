package io.github.yolox4j.ort;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.OnnxOperator;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.file.OnnxModel;
import io.github.yolox4j.onnx.tensor.TensorType;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The ONNX Runtime on the class path: its version, and where it can compute. */
public final class InstalledRuntime {

    private static final String INPUT = "x";
    private static final String LOADER_SAYS = " with error: ";

    private InstalledRuntime() {}

    /**
     * Begins to load it on another thread, for whoever has other things to do first. If it cannot be loaded, whoever
     * uses it learns that.
     */
    public static void loadAhead() {
        CompletableFuture<Void> unused = CompletableFuture.runAsync(SharedEnvironment::get);
    }

    public static String version() {
        return SharedEnvironment.get().getVersion();
    }

    /**
     * The execution providers that it was built with, by their names in ONNX Runtime; whether they start is another
     * matter.
     */
    public static List<String> providers() {
        return OrtEnvironment.getAvailableProviders().stream()
                .map(OrtProvider::getName)
                .sorted()
                .toList();
    }

    /** Whether it was built for a kind of device. */
    public static boolean hasProvider(Device.Kind kind) {
        return kind == Device.Kind.CPU || OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
    }

    /** Fails unless it was built for a device; the message names what it was built for. */
    static void requireProvider(Device device) {
        if (!hasProvider(device.kind())) {
            throw new IllegalArgumentException("device " + device
                    + " needs ONNX Runtime's CUDA provider: use the artifact onnxruntime_gpu instead of "
                    + "onnxruntime (profile ort-cuda of this project's build; with its launcher, "
                    + "YOLOX4J_PROFILES=ort-cuda ./yolox4j ...); this one computes on "
                    + providers());
        }
    }

    /**
     * Fails unless it can compute on a device: found out by adding two numbers there.
     *
     * @throws IllegalArgumentException saying why it cannot
     */
    public static void require(Device device) {
        requireProvider(device);
        if (device.kind() == Device.Kind.CPU) {
            return;
        }
        OrtEnvironment environment = SharedEnvironment.get();
        try (OrtSession.SessionOptions options =
                        SessionSettings.DEFAULT.withDevice(device).options();
                OrtSession session = environment.createSession(sum(), options);
                OnnxTensor one =
                        OnnxTensor.createTensor(environment, FloatBuffer.wrap(new float[] {1}), new long[] {1})) {
            session.run(Map.of(INPUT, one)).close();
        } catch (OrtException e) {
            throw new IllegalArgumentException(
                    "ONNX Runtime's CUDA provider does not start on device " + device + ": " + reason(e.getMessage())
                            + " ('yolox4j doctor' lists what is missing)",
                    e);
        }
    }

    /** What a message of ONNX Runtime comes down to: of a library that does not load, what the system's loader says. */
    static String reason(String message) {
        String line = message.strip().replaceAll("\\s+", " ");
        int loader = line.lastIndexOf(LOADER_SAYS);
        return loader < 0 ? line : line.substring(loader + LOADER_SAYS.length());
    }

    /** A model that doubles a number. */
    private static byte[] sum() {
        GraphBuilder onnx = new GraphBuilder();
        Value x = onnx.input(INPUT, TensorType.floats(1));
        Value twice = x.then(OnnxOperator.ADD, x);
        return new OnnxModel(onnx.build("sum", Map.of("y", twice)), "yolox4j", "", Map.of()).toBytes();
    }
}
