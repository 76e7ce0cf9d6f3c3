package io.github.yolox4j.detection.decode;

import java.util.stream.IntStream;

/**
 * The anchor points of an input of {@code height x width} pixels: one per cell of the feature maps of stride 8, 16 and
 * 32, in this order, each map row by row.
 *
 * <p>Anchor \(i\) stands in column \(\mathrm{grid}_x\) and row \(\mathrm{grid}_y\) of its map ({@link AnchorTable}). A
 * raw prediction \((t_x, t_y, t_w, t_h)\) at it decodes to
 * \[ c_x = (t_x + \mathrm{grid}_x)\,s,\quad c_y = (t_y + \mathrm{grid}_y)\,s,\quad w = e^{t_w} s,\quad h = e^{t_h} s \]
 * in pixels.
 *
 * @param height of the input in pixels, a multiple of 32
 * @param width of the input in pixels, a multiple of 32
 */
public record AnchorGrid(int height, int width) {

    private static final int[] STRIDES = {8, 16, 32};

    public AnchorGrid {
        if (height <= 0 || width <= 0 || height % 32 != 0 || width % 32 != 0) {
            throw new IllegalArgumentException(
                    "height and width must be positive multiples of 32, got " + height + " x " + width);
        }
    }

    /** The strides of the three feature maps, in the order of the anchors. */
    public static int[] strides() {
        return STRIDES.clone();
    }

    /** How many anchors there are on all maps together. */
    public int size() {
        return IntStream.of(STRIDES).map(this::cells).sum();
    }

    /** How many cells the map of that stride has. */
    public int cells(int stride) {
        return (height / stride) * (width / stride);
    }
}
