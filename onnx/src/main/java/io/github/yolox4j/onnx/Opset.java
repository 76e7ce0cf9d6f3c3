package io.github.yolox4j.onnx;

/**
 * A version of the standard operators.
 *
 * @param version 11 to 21
 * @see <a href="https://github.com/onnx/onnx/blob/main/docs/Versioning.md">ONNX versioning: opsets and file formats</a>
 */
public record Opset(int version) {

    public static final int OLDEST = 11;
    public static final int NEWEST = 21;

    /** What files have unless another is asked for. */
    public static final Opset DEFAULT = new Opset(17);

    public Opset {
        if (version < OLDEST || version > NEWEST) {
            throw new IllegalArgumentException("opset must be from " + OLDEST + " to " + NEWEST + ", got " + version);
        }
    }

    /**
     * The version of the file format that was current when this opset came, so that runtimes of its time load the file.
     */
    public int irVersion() {
        if (version < 12) {
            return 6;
        }
        if (version < 15) {
            return 7;
        }
        if (version < 19) {
            return 8;
        }
        return version < 21 ? 9 : 10;
    }

    /** Whether this one came before another. */
    public boolean isBefore(int other) {
        return version < other;
    }

    @Override
    public String toString() {
        return Integer.toString(version);
    }
}
