package io.github.yolox4j.verify.runtime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An ONNX file loaded into ONNX Runtime on the CPU. Numbers go in and come out as floats, also where the file takes bytes (UINT8) or
 * gives whole numbers (INT32). Whoever opens a session closes it.
 */
public final class OnnxSession implements AutoCloseable {

    private final Path file;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final Map<String, long[]> inputs;
    private final Map<String, long[]> outputs;
    private final Map<String, String> metadata;

    private OnnxSession(Path file, OrtEnvironment environment, OrtSession session) throws OrtException {
        this.file = file;
        this.environment = environment;
        this.session = session;
        this.inputs = shapes(session.getInputInfo());
        this.outputs = shapes(session.getOutputInfo());
        this.metadata = Map.copyOf(session.getMetadata().getCustomMetadata());
    }

    /** Opens a file with as many threads as ONNX Runtime likes. */
    public static OnnxSession open(Path file) throws IOException {
        return open(file, 0);
    }

    /**
     * Opens a file.
     *
     * @param threads used inside an operator; 0 leaves the choice to ONNX Runtime
     * @throws IOException if there is no such file, or ONNX Runtime does not accept it; the message names it
     */
    public static OnnxSession open(Path file, int threads) throws IOException {
        if (threads < 0) {
            throw new IllegalArgumentException("threads must not be negative: " + threads);
        }
        if (!Files.isRegularFile(file)) {
            throw new IOException("no ONNX file " + file);
        }
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            if (threads > 0) {
                options.setIntraOpNumThreads(threads);
            }
            OrtSession session = environment.createSession(file.toString(), options);
            try {
                return new OnnxSession(file, environment, session);
            } catch (OrtException | RuntimeException e) {
                session.close();
                throw e;
            }
        } catch (OrtException e) {
            throw new IOException("ONNX Runtime does not accept " + file + ": " + e.getMessage(), e);
        }
    }

    /** Names and shapes of the inputs, in order; -1 where a size is chosen at run time. */
    public Map<String, long[]> inputs() {
        return new LinkedHashMap<>(inputs);
    }

    /** Names and shapes of the outputs, in order; -1 where a size is known at run time only. */
    public Map<String, long[]> outputs() {
        return new LinkedHashMap<>(outputs);
    }

    /** The facts the file says about itself. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /**
     * Runs a file of one input and one output.
     *
     * @throws IllegalStateException if it has more of either, or the run fails
     */
    public FloatTensor run(FloatTensor input) {
        if (inputs.size() != 1 || outputs.size() != 1) {
            throw new IllegalStateException(
                    file + " has inputs " + inputs.keySet() + " and outputs " + outputs.keySet() + ", not one of each");
        }
        String name = inputs.keySet().iterator().next();
        return run(Map.of(name, input)).values().iterator().next();
    }

    /**
     * Runs.
     *
     * @param given every input by name
     * @return every output by name, in order
     * @throws IllegalArgumentException if the names are not those of the inputs
     * @throws IllegalStateException if ONNX Runtime refuses, because of a wrong shape for instance
     */
    public Map<String, FloatTensor> run(Map<String, FloatTensor> given) {
        if (!given.keySet().equals(inputs.keySet())) {
            throw new IllegalArgumentException(file + " takes inputs " + inputs.keySet() + ", got " + given.keySet());
        }
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, FloatTensor> entry : given.entrySet()) {
                tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue()));
            }
            try (OrtSession.Result result = session.run(tensors)) {
                Map<String, FloatTensor> made = new LinkedHashMap<>();
                for (Map.Entry<String, OnnxValue> entry : result) {
                    made.put(entry.getKey(), floats(entry.getKey(), entry.getValue()));
                }
                return made;
            }
        } catch (OrtException e) {
            throw new IllegalStateException("running " + file + " failed: " + e.getMessage(), e);
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("closing " + file + " failed: " + e.getMessage(), e);
        }
    }

    private OnnxTensor tensor(String name, FloatTensor given) throws OrtException {
        if (((TensorInfo) session.getInputInfo().get(name).getInfo()).type != OnnxJavaType.UINT8) {
            return OnnxTensor.createTensor(environment, FloatBuffer.wrap(given.values()), given.shape());
        }
        ByteBuffer bytes = ByteBuffer.allocateDirect(given.values().length);
        for (float value : given.values()) {
            bytes.put((byte) value);
        }
        return OnnxTensor.createTensor(environment, bytes.rewind(), given.shape(), OnnxJavaType.UINT8);
    }

    private FloatTensor floats(String name, OnnxValue value) {
        if (!(value instanceof OnnxTensor tensor)) {
            throw new IllegalStateException("output " + name + " of " + file + " is no tensor: " + value.getInfo());
        }
        float[] numbers =
                switch (tensor.getInfo().type) {
                    case FLOAT -> floats(tensor.getFloatBuffer());
                    case INT32 -> floats(tensor.getIntBuffer());
                    default -> throw new IllegalStateException(
                            "output " + name + " of " + file + " holds neither floats nor INT32: " + value.getInfo());
                };
        return new FloatTensor(tensor.getInfo().getShape(), numbers);
    }

    private static float[] floats(FloatBuffer buffer) {
        float[] numbers = new float[buffer.remaining()];
        buffer.get(numbers);
        return numbers;
    }

    private static float[] floats(IntBuffer buffer) {
        float[] numbers = new float[buffer.remaining()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = buffer.get();
        }
        return numbers;
    }

    private static Map<String, long[]> shapes(Map<String, NodeInfo> nodes) {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        List<String> others = new ArrayList<>();
        nodes.forEach((name, node) -> {
            if (node.getInfo() instanceof TensorInfo tensor) {
                shapes.put(name, tensor.getShape());
            } else {
                others.add(name);
            }
        });
        if (!others.isEmpty()) {
            throw new IllegalStateException("values " + others + " are no tensors");
        }
        return shapes;
    }
}
