package io.github.yolox4j.model.graph;

import org.nd4j.autodiff.samediff.SDVariable;

/** Folds each 2x2 square of pixels into channels (top left, bottom left, top right, bottom right), then one block. */
public record Focus(int in, int out, int kernel) implements Block {

    /** Bits of the axes batch and channel, which are taken whole. */
    private static final int WHOLE_AXES = 0b0011;
    /** Bits of all four axes: each slice runs to the end. */
    private static final int ALL_AXES = 0b1111;

    @Override
    public SDVariable build(Scope at, SDVariable x) {
        SDVariable folded = at.concat(phase(x, 0, 0), phase(x, 1, 0), phase(x, 0, 1), phase(x, 1, 1));
        return new Conv(4 * in, out, kernel, 1).build(at.in("conv"), folded);
    }

    private static SDVariable phase(SDVariable x, int row, int column) {
        return x.getSameDiff()
                .stridedSlice(
                        x,
                        new long[] {0, 0, row, column},
                        new long[] {1, 1, 1, 1},
                        new long[] {1, 1, 2, 2},
                        WHOLE_AXES,
                        ALL_AXES,
                        0,
                        0,
                        0);
    }
}
