package io.github.yolox4j.verify.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.TensorInfo;
import io.github.yolox4j.onnx.file.OnnxModel;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.ort.LoadedModel;
import io.github.yolox4j.ort.SessionSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An ONNX file loaded into ONNX Runtime: tensors of its own types go in and come out. Whoever opens a session
 * closes it.
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

    /** Names, types and shapes of the inputs, in order; -1 where a size is chosen at run time. */
    public Map<String, Declared> inputs() {
        return declared(model.inputs());
    }

    /** Names, types and shapes of the outputs, in order; -1 where a size is known at run time only. */
    public Map<String, Declared> outputs() {
        return declared(model.outputs());
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
    public Tensor run(Tensor input) {
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
    public Map<String, Tensor> run(Map<String, Tensor> given) {
        return model.compute(given);
    }

    /**
     * Runs, and leaves the outputs outside of the Java heap until they are asked for.
     *
     * @see #run(Map)
     */
    public OnnxRun keep(Map<String, Tensor> given) {
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        try {
            given.forEach((name, tensor) -> tensors.put(name, model.tensor(tensor)));
            return new OnnxRun(model, model.run(tensors));
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    @Override
    public void close() {
        model.close();
    }

    private static Map<String, Declared> declared(Map<String, TensorInfo> tensors) {
        Map<String, Declared> declared = new LinkedHashMap<>();
        tensors.forEach((name, info) -> declared.put(name, Declared.of(info)));
        return declared;
    }
}
