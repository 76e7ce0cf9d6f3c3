package io.github.yolox4j.ort;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.github.yolox4j.onnx.file.OnnxModel;
import io.github.yolox4j.onnx.tensor.Tensor;
import java.io.IOException;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * An ONNX model loaded into ONNX Runtime. {@link #compute} takes and returns {@link Tensor}s; {@link #run} takes and
 * returns ONNX Runtime's own, over memory of the caller's, and copies nothing. Several threads may run a model at once.
 * Whoever opens it closes it after the last run: it holds native memory.
 */
public final class LoadedModel implements AutoCloseable {

    /** What ONNX Runtime says of a run that was told to end. */
    private static final String TERMINATED = "terminate flag being set";

    private final String name;
    private final OrtSession session;
    private final String arenas;
    private final Map<String, TensorInfo> inputs;
    private final Map<String, TensorInfo> outputs;
    private final Map<String, String> metadata;

    private LoadedModel(String name, OrtSession session, Device device) throws OrtException {
        this.name = name;
        this.session = session;
        arenas = device.kind() == Device.Kind.CUDA ? "cpu:0;gpu:" + device.index() : "cpu:0";
        this.inputs = tensors(session.getInputInfo());
        this.outputs = tensors(session.getOutputInfo());
        this.metadata = Map.copyOf(session.getMetadata().getCustomMetadata());
    }

    private interface Configuring {
        void configure(OrtSession.SessionOptions options) throws OrtException;
    }

    private interface Opening {
        OrtSession open(OrtEnvironment environment, OrtSession.SessionOptions options) throws OrtException;
    }

    /**
     * Loads a file.
     *
     * @throws IOException if there is no such file, or ONNX Runtime does not accept it; the message names it
     * @throws IllegalArgumentException if this ONNX Runtime cannot compute on the device
     */
    public static LoadedModel open(Path file, SessionSettings settings) throws IOException {
        return open(file, settings, GraphOptimisation.ALL);
    }

    /**
     * The same, with the given level of graph optimisation.
     *
     * @throws IOException if there is no such file, or ONNX Runtime does not accept it; the message names it
     * @throws IllegalArgumentException if this ONNX Runtime cannot compute on the device
     */
    public static LoadedModel open(Path file, SessionSettings settings, GraphOptimisation optimisation)
            throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("no such ONNX file: " + file);
        }
        return open(
                file.toString(),
                settings,
                options -> options.setOptimizationLevel(optimisation.level()),
                (environment, options) -> environment.createSession(file.toString(), options));
    }

    /**
     * Loads a model that is in no file.
     *
     * @throws IOException if ONNX Runtime does not accept it
     */
    public static LoadedModel of(OnnxModel model, SessionSettings settings) throws IOException {
        return of(model, settings, GraphOptimisation.ALL);
    }

    /**
     * The same, with the given level of graph optimisation.
     *
     * @throws IOException if ONNX Runtime does not accept it
     */
    public static LoadedModel of(OnnxModel model, SessionSettings settings, GraphOptimisation optimisation)
            throws IOException {
        return of(
                nameOf(model),
                model.toBytes(),
                settings,
                options -> options.setOptimizationLevel(optimisation.level()));
    }

    /**
     * Loads a model that is in no file, and writes it into one as {@link GraphOptimisation#PORTABLE} makes it.
     *
     * @param kept is written
     * @throws IOException if ONNX Runtime does not accept it, or the file cannot be written
     */
    public static LoadedModel keeping(OnnxModel model, SessionSettings settings, Path kept) throws IOException {
        return of(nameOf(model), model.toBytes(), settings, options -> {
            options.setOptimizationLevel(GraphOptimisation.PORTABLE.level());
            options.setOptimizedModelFilePath(kept.toString());
        });
    }

    private static String nameOf(OnnxModel model) {
        return "graph " + model.graph().name();
    }

    /**
     * Loads the bytes of a file.
     *
     * @param name what messages call it
     * @throws IOException if ONNX Runtime does not accept them
     */
    public static LoadedModel of(String name, byte[] file, SessionSettings settings) throws IOException {
        return of(name, file, settings, options -> options.setOptimizationLevel(GraphOptimisation.ALL.level()));
    }

    private static LoadedModel of(String name, byte[] file, SessionSettings settings, Configuring configuring)
            throws IOException {
        return open(name, settings, configuring, (environment, options) -> environment.createSession(file, options));
    }

    private static LoadedModel open(String name, SessionSettings settings, Configuring configuring, Opening opening)
            throws IOException {
        OrtEnvironment environment = SharedEnvironment.get();
        InstalledRuntime.requireProvider(settings.device());
        try (OrtSession.SessionOptions options = settings.options()) {
            configuring.configure(options);
            OrtSession session = opening.open(environment, options);
            try {
                return new LoadedModel(name, session, settings.device());
            } catch (OrtException | RuntimeException e) {
                session.close();
                throw e;
            }
        } catch (OrtException e) {
            InstalledRuntime.require(settings.device());
            throw new IOException("ONNX Runtime does not accept " + name + ": " + e.getMessage(), e);
        }
    }

    /** What messages call it: the file. */
    public String name() {
        return name;
    }

    /** The inputs by name, in order; a size of -1 is chosen at run time. */
    public Map<String, TensorInfo> inputs() {
        return inputs;
    }

    /** The outputs by name, in order; a size of -1 is known at run time only. */
    public Map<String, TensorInfo> outputs() {
        return outputs;
    }

    /** The facts the file says about itself. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /** A tensor over a buffer: not copied if that is direct. Whoever asks for it closes it. */
    public OnnxTensor tensor(FloatBuffer numbers, long... shape) {
        return made(() -> OnnxTensor.createTensor(SharedEnvironment.get(), numbers, shape));
    }

    /** The same for double precision. */
    public OnnxTensor tensor(DoubleBuffer numbers, long... shape) {
        return made(() -> OnnxTensor.createTensor(SharedEnvironment.get(), numbers, shape));
    }

    /** The same for whole numbers. */
    public OnnxTensor tensor(LongBuffer numbers, long... shape) {
        return made(() -> OnnxTensor.createTensor(SharedEnvironment.get(), numbers, shape));
    }

    /** The same for unsigned bytes. */
    public OnnxTensor tensor(ByteBuffer bytes, long... shape) {
        return made(() -> OnnxTensor.createTensor(SharedEnvironment.get(), bytes, shape, OnnxJavaType.UINT8));
    }

    /** A copy of a tensor. Whoever asks for it closes it. */
    public OnnxTensor tensor(Tensor tensor) {
        return made(() -> NativeTensors.of(tensor));
    }

    private OnnxTensor made(NativeTensors.Making making) {
        try {
            return making.make();
        } catch (OrtException e) {
            throw new IllegalStateException("a tensor for " + name + ": " + e.getMessage(), e);
        }
    }

    /**
     * Runs on numbers in Java's memory; they are copied in and out.
     *
     * @param given every input by name
     * @return every output by name, in order; numbers of half precision come as floats
     * @throws IllegalArgumentException if the names given are not those of the inputs
     * @throws IllegalStateException if ONNX Runtime refuses, because of a wrong shape for instance
     */
    public Map<String, Tensor> compute(Map<String, Tensor> given) {
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        try {
            given.forEach((input, tensor) -> tensors.put(input, tensor(tensor)));
            try (OrtSession.Result result = run(tensors)) {
                Map<String, Tensor> outputs = new LinkedHashMap<>();
                result.forEach(output -> outputs.put(output.getKey(), read(output.getKey(), output.getValue())));
                return Collections.unmodifiableMap(outputs);
            }
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    /**
     * Runs; every output is made by ONNX Runtime.
     *
     * @return every output, in order; whoever asked closes it
     * @throws IllegalArgumentException if the names given are not those of the inputs
     * @throws IllegalStateException if ONNX Runtime refuses, because of a wrong shape for instance
     */
    public OrtSession.Result run(Map<String, OnnxTensor> given) {
        return run(given, Map.of());
    }

    /**
     * Runs.
     *
     * @param pinned outputs to be written into tensors of the caller's, by name
     * @return every output; whoever asked closes it, and the pinned ones besides
     */
    public OrtSession.Result run(Map<String, OnnxTensor> given, Map<String, OnnxTensor> pinned) {
        if (!given.keySet().equals(inputs.keySet())) {
            throw new IllegalArgumentException(name + " takes inputs " + inputs.keySet() + ", got " + given.keySet());
        }
        Set<String> others = new LinkedHashSet<>(outputs.keySet());
        others.removeAll(pinned.keySet());
        try {
            return session.run(given, others, pinned);
        } catch (OrtException e) {
            throw new IllegalStateException("running " + name + " failed: " + e.getMessage(), e);
        }
    }

    /**
     * Gives back the memory for intermediate results that ONNX Runtime keeps from one run to the next; the next run
     * takes it anew. ONNX Runtime does so only at the end of a run, so that one is started that ends at once.
     *
     * @param given inputs of a run, which are not read
     */
    public void releaseMemory(Map<String, OnnxTensor> given) {
        try (OrtSession.RunOptions options = new OrtSession.RunOptions()) {
            options.addRunConfigEntry("memory.enable_memory_arena_shrinkage", arenas);
            options.setTerminate(true);
            session.run(given, outputs.keySet(), Map.of(), options).close();
        } catch (OrtException e) {
            if (!e.getMessage().contains(TERMINATED)) {
                throw new IllegalStateException("releasing the memory of " + name + " failed: " + e.getMessage(), e);
            }
        }
    }

    /**
     * A copy of an output that ONNX Runtime made; numbers of half precision come as floats.
     *
     * @throws IllegalStateException if it is no tensor of numbers
     */
    public Tensor read(String output, OnnxValue value) {
        return NativeTensors.read("output " + output + " of " + name, value);
    }

    /** Copies of the outputs of a run but the pinned ones, by name, in buffers: floats, whole numbers or bytes. */
    public Map<String, Buffer> numbers(OrtSession.Result result, Set<String> pinned) {
        Map<String, Buffer> numbers = new HashMap<>();
        for (Map.Entry<String, OnnxValue> output : result) {
            if (!pinned.contains(output.getKey())) {
                numbers.put(output.getKey(), numbers(output.getKey(), output.getValue()));
            }
        }
        return numbers;
    }

    /** A copy of one output in such a buffer. */
    public Buffer numbers(String output, OnnxValue value) {
        OnnxTensor tensor = NativeTensors.require("output " + output + " of " + name, value);
        return switch (tensor.getInfo().type) {
            case FLOAT -> tensor.getFloatBuffer();
            case INT64 -> tensor.getLongBuffer();
            case INT32 -> tensor.getIntBuffer();
            default -> tensor.getByteBuffer();
        };
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("closing " + name + " failed: " + e.getMessage(), e);
        }
    }

    private static Map<String, TensorInfo> tensors(Map<String, NodeInfo> nodes) {
        Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        nodes.forEach((name, node) -> {
            if (!(node.getInfo() instanceof TensorInfo tensor)) {
                throw new IllegalStateException("value " + name + " is no tensor: " + node.getInfo());
            }
            tensors.put(name, tensor);
        });
        return Collections.unmodifiableMap(tensors);
    }
}
