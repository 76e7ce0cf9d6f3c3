package io.github.yolox4j.export.lowering;

import io.github.yolox4j.onnx.Attribute;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * The moving window of a convolution or pooling: whole numbers [kH, kW, sH, sW, pH, pW, dH, dW, mode, ...], where mode
 * 0 means the padding as given.
 */
public final class Window {

    private static final int MODE = 8;

    private final long[] arguments;

    /**
     * @param layoutAt where the number stands that is 0 for NCHW
     * @throws UnsupportedOperatorException on any padding mode but the explicit one, or NHWC
     */
    public Window(SameDiffNode node, int layoutAt) {
        this.arguments = node.integers();
        if (arguments.length <= layoutAt) {
            throw node.unsupported("its arguments are incomplete: " + Arrays.toString(arguments));
        }
        if (arguments[MODE] != 0) {
            throw node.unsupported("padding mode " + (arguments[MODE] == 1 ? "SAME" : arguments[MODE])
                    + "; translated is explicit padding (mode 0, VALID)");
        }
        if (arguments[layoutAt] != 0) {
            throw node.unsupported("layout NHWC; translated is NCHW");
        }
    }

    public Attribute kernel() {
        return Attribute.integers("kernel_shape", arguments[0], arguments[1]);
    }

    public Attribute strides() {
        return Attribute.integers("strides", arguments[2], arguments[3]);
    }

    public Attribute pads() {
        return Attribute.integers("pads", arguments[4], arguments[5], arguments[4], arguments[5]);
    }

    public Attribute dilations() {
        return Attribute.integers("dilations", arguments[6], arguments[7]);
    }

    /** All four, then others. */
    public Attribute[] settings(Attribute... others) {
        return Stream.concat(Stream.of(kernel(), strides(), pads(), dilations()), Arrays.stream(others))
                .toArray(Attribute[]::new);
    }

    public boolean dilated() {
        return arguments[6] != 1 || arguments[7] != 1;
    }

    /** Side of the window along an axis: 0 is height, 1 width; so for the numbers below. */
    public long kernel(int axis) {
        return arguments[axis];
    }

    public long stride(int axis) {
        return arguments[2 + axis];
    }

    public long padding(int axis) {
        return arguments[4 + axis];
    }

    public long dilation(int axis) {
        return arguments[6 + axis];
    }
}
