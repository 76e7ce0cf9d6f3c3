package io.github.yolox4j.export.lowering;

import io.github.yolox4j.onnx.Value;

/** How SameDiff's dense convolutions hold their weights. */
public enum WeightLayout {

    /** Height, width, input channel, output channel: SameDiff's default. */
    YXIO,

    /** Output channel, input channel, height, width: that of ONNX. */
    OIYX;

    private static final int ARGUMENT = 10;

    /**
     * The layout that an operator's arguments say.
     *
     * @throws UnsupportedOperatorException if it is another one
     */
    public static WeightLayout of(SameDiffNode node) {
        long[] arguments = node.integers();
        long given = arguments.length > ARGUMENT ? arguments[ARGUMENT] : 0;
        if (given < 0 || given >= values().length) {
            throw node.unsupported(
                    "weight layout " + given + "; translated are 0, [kH, kW, in, out], and 1, [out, in, kH, kW]");
        }
        return values()[(int) given];
    }

    /** Weights of this layout as [out, in, kH, kW]. */
    public Value toOnnx(Value weight) {
        return this == OIYX ? weight : weight.transpose(3, 2, 0, 1);
    }

    /** Weights of this layout as [in, out, kH, kW]. */
    public Value exchanged(Value weight) {
        return this == OIYX ? weight.transpose(1, 0, 2, 3) : weight.transpose(2, 3, 0, 1);
    }
}
