package io.github.yolox4j.onednn.run;

import io.github.yolox4j.onednn.network.Layer;

/** Writes the calls of one layer. */
interface LayerCode {

    /** Whether the layer has parameters that are trained. */
    default boolean isTrained() {
        return false;
    }

    /** Writes the forward pass. */
    void forward();

    /**
     * Writes the backward pass.
     *
     * @param gradient of the layer's output
     */
    void backward(Tensor gradient);

    static LayerCode of(Layer layer, PassBuilder pass) {
        if (layer instanceof Layer.Fold fold) {
            return new FoldCode(fold, pass);
        } else if (layer instanceof Layer.Convolution convolution) {
            return new ConvolutionCode(convolution, pass);
        } else if (layer instanceof Layer.BatchNorm norm) {
            return new BatchNormCode(norm, pass);
        } else if (layer instanceof Layer.Activate activate) {
            return new ActivationCode(activate, pass);
        } else if (layer instanceof Layer.Add add) {
            return new AddCode(add, pass);
        } else if (layer instanceof Layer.MaxPool pool) {
            return new MaxPoolCode(pool, pass);
        } else if (layer instanceof Layer.Upsample upsample) {
            return new UpsampleCode(upsample, pass);
        }
        throw new IllegalStateException("no code for " + layer);
    }
}
