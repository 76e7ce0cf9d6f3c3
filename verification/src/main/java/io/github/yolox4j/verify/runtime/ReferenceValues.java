package io.github.yolox4j.verify.runtime;

import io.github.yolox4j.onnx.tensor.Tensor;

/** What the values inside a file should be, on one input. Whoever opens one closes it. */
public interface ReferenceValues extends AutoCloseable {

    /** The numbers of a value, by its name in the file. */
    Tensor of(String value);

    /** How many these are. */
    long size(String value);

    @Override
    void close();
}
