package io.github.yolox4j.model.graph;

import org.nd4j.autodiff.samediff.SDVariable;

/** A piece of a network: immutable data, and one method that adds it to a graph. */
public sealed interface Block
        permits BatchNorm,
                Conv,
                CspLayer,
                CspLayer.Bottleneck,
                DepthwiseConv,
                Focus,
                Prediction,
                Residual,
                Sequence,
                SppBottleneck {

    /**
     * Adds the block to the scope's graph.
     *
     * @param at where its parameters are named
     * @param x {@code [batch, channels, height, width]}
     */
    SDVariable build(Scope at, SDVariable x);
}
