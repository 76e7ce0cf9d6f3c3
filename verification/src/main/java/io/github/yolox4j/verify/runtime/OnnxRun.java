package io.github.yolox4j.verify.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtSession;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.ort.LoadedModel;

/** The outputs of one run, outside of the Java heap. Whoever asked for the run closes it. */
public final class OnnxRun implements ReferenceValues {

    private final LoadedModel model;
    private final OrtSession.Result result;

    OnnxRun(LoadedModel model, OrtSession.Result result) {
        this.model = model;
        this.result = result;
    }

    /**
     * A copy of an output.
     *
     * @throws IllegalStateException if it is no tensor of numbers
     */
    @Override
    public Tensor of(String output) {
        return model.read(output, value(output));
    }

    @Override
    public long size(String output) {
        OnnxValue value = value(output);
        if (value instanceof OnnxTensor tensor) {
            return tensor.getInfo().getNumElements();
        }
        throw new IllegalStateException("output " + output + " of " + model.name() + " is no tensor: " + value);
    }

    @Override
    public void close() {
        result.close();
    }

    private OnnxValue value(String output) {
        return result.get(output)
                .orElseThrow(() ->
                        new IllegalArgumentException(model.name() + " was not asked to compute output " + output));
    }
}
