package io.github.yolox4j.verify.runtime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.github.yolox4j.export.onnx.OnnxModel;
import io.github.yolox4j.runtime.LoadedModel;
import io.github.yolox4j.runtime.SessionSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An ONNX file loaded into ONNX Runtime. Numbers go in and come out as floats, also where the file takes bytes (UINT8) or
 * gives whole numbers (INT32). Whoever opens a session closes it.
 */
public final class OnnxSession implements AutoCloseable {

    private final LoadedModel model;

    private OnnxSession(LoadedModel model) {
        this.model = model;
    }

    /** Opens a file on the CPU, with as many threads as ONNX Runtime likes. */
    public static OnnxSession open(Path file) throws IOException {
        return open(file, SessionSettings.DEFAULT);
    }

    /**
     * Opens a file on the CPU.
     *
     * @param threads used inside an operator; 0 leaves the choice to ONNX Runtime
     */
    public static OnnxSession open(Path file, int threads) throws IOException {
        return open(file, SessionSettings.DEFAULT.withThreads(threads));
    }

    /**
     * Opens a file.
     *
     * @throws IOException if there is no such file, or ONNX Runtime does not accept it; the message names it
     * @throws IllegalArgumentException if this ONNX Runtime cannot compute on the device
     */
    public static OnnxSession open(Path file, SessionSettings settings) throws IOException {
        return new OnnxSession(LoadedModel.open(file, settings));
    }

    /**
     * Opens a model that is in no file.
     *
     * @throws IOException if ONNX Runtime does not accept it
     */
    public static OnnxSession of(OnnxModel model, SessionSettings settings) throws IOException {
        return new OnnxSession(LoadedModel.of(model, settings));
    }

    /**
     * Opens the bytes of a file.
     *
     * @param name what messages call it
     * @throws IOException if ONNX Runtime does not accept them
     */
    public static OnnxSession of(String name, byte[] file, SessionSettings settings) throws IOException {
        return new OnnxSession(LoadedModel.of(name, file, settings));
    }

    /** Names and shapes of the inputs, in order; -1 where a size is chosen at run time. */
    public Map<String, long[]> inputs() {
        return shapes(model.inputs());
    }

    /** Names and shapes of the outputs, in order; -1 where a size is known at run time only. */
    public Map<String, long[]> outputs() {
        return shapes(model.outputs());
    }

    /** The facts the file says about itself. */
    public Map<String, String> metadata() {
        return model.metadata();
    }

    /**
     * Runs a file of one input and one output.
     *
     * @throws IllegalStateException if it has more of either, or the run fails
     */
    public FloatTensor run(FloatTensor input) {
        if (model.inputs().size() != 1 || model.outputs().size() != 1) {
            throw new IllegalStateException(
                    model.name() + " has inputs " + model.inputs().keySet() + " and outputs "
                            + model.outputs().keySet() + ", not one of each");
        }
        String name = model.inputs().keySet().iterator().next();
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
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        try {
            given.forEach((name, tensor) -> tensors.put(name, tensor(name, tensor)));
            try (OrtSession.Result result = model.run(tensors)) {
                Map<String, FloatTensor> made = new LinkedHashMap<>();
                for (Map.Entry<String, OnnxValue> entry : result) {
                    made.put(entry.getKey(), floats(entry.getKey(), entry.getValue()));
                }
                return made;
            }
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    @Override
    public void close() {
        model.close();
    }

    private OnnxTensor tensor(String name, FloatTensor given) {
        TensorInfo input = model.inputs().get(name);
        if (input == null || input.type != OnnxJavaType.UINT8) {
            return model.tensor(FloatBuffer.wrap(given.values()), given.shape());
        }
        ByteBuffer bytes = ByteBuffer.allocateDirect(given.values().length);
        for (float value : given.values()) {
            bytes.put((byte) value);
        }
        return model.tensor(bytes.rewind(), given.shape());
    }

    private FloatTensor floats(String name, OnnxValue value) {
        if (!(value instanceof OnnxTensor tensor)) {
            throw new IllegalStateException(
                    "output " + name + " of " + model.name() + " is no tensor: " + value.getInfo());
        }
        float[] numbers =
                switch (tensor.getInfo().type) {
                    case FLOAT -> floats(tensor.getFloatBuffer());
                    case INT32 -> floats(tensor.getIntBuffer());
                    default -> throw new IllegalStateException("output " + name + " of " + model.name()
                            + " holds neither floats nor INT32: " + value.getInfo());
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

    private static Map<String, long[]> shapes(Map<String, TensorInfo> tensors) {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        tensors.forEach((name, info) -> shapes.put(name, info.getShape()));
        return shapes;
    }
}
