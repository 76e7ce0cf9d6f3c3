package io.github.yolox4j.detection.decode;

import java.util.stream.IntStream;

/**
 * The anchor points of an input of {@code height x width} pixels: one per cell of the feature maps of stride 8, 16 and
 * 32, in this order, each map row by row.
 *
 * <p>Anchor \(i\) stands in column {@code gridX(i)} and row {@code gridY(i)} of its map. A raw prediction
 * \((t_x, t_y, t_w, t_h)\) at it decodes to
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

    /** Pixels per cell of the map that anchor {@code i} belongs to. */
    public int stride(int i) {
        return STRIDES[level(i)];
    }

    /** Column of anchor {@code i} in its map. */
    public int gridX(int i) {
        return positionInLevel(i) % (width / stride(i));
    }

    /** Row of anchor {@code i} in its map. */
    public int gridY(int i) {
        return positionInLevel(i) / (width / stride(i));
    }

    /** Horizontal centre of anchor {@code i}'s cell in pixels: {@code (gridX + 0.5) * stride}. */
    public double centerX(int i) {
        return (gridX(i) + 0.5) * stride(i);
    }

    /** Vertical centre of anchor {@code i}'s cell in pixels: {@code (gridY + 0.5) * stride}. */
    public double centerY(int i) {
        return (gridY(i) + 0.5) * stride(i);
    }

    /** How many cells the map of that stride has. */
    public int cells(int stride) {
        return (height / stride) * (width / stride);
    }

    private int level(int i) {
        if (i < 0) {
            throw new IndexOutOfBoundsException(i);
        }
        int end = 0;
        for (int level = 0; level < STRIDES.length; level++) {
            end += cells(STRIDES[level]);
            if (i < end) {
                return level;
            }
        }
        throw new IndexOutOfBoundsException("anchor " + i + " of " + end);
    }

    private int positionInLevel(int i) {
        return i - IntStream.of(STRIDES).limit(level(i)).map(this::cells).sum();
    }
}
