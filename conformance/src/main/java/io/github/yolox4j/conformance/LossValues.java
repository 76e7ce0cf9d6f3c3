package io.github.yolox4j.conformance;

import org.nd4j.linalg.api.ndarray.INDArray;

/** What a loss gives for a prediction and a target. */
public final class LossValues {

    private final INDArray values;
    private final INDArray gradient;

    /**
     * Takes over both tensors.
     *
     * @param values one per row or one per number, not reduced
     * @param gradient of the sum of the values, of the prediction's shape
     */
    public LossValues(INDArray values, INDArray gradient) {
        this.values = values;
        this.gradient = gradient;
    }

    public INDArray values() {
        return values;
    }

    public INDArray gradient() {
        return gradient;
    }
}
