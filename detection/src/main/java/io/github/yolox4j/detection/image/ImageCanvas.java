package io.github.yolox4j.detection.image;

import java.util.Arrays;

/** A picture under construction: grey at first, then images laid over it, cut at its edges. */
public final class ImageCanvas {

    private final int width;
    private final int height;
    private final byte[] pixels;

    /**
     * A canvas of one grey.
     *
     * @param width in pixels, at least 1
     * @param height in pixels, at least 1
     * @param grey value 0..255 of all three channels
     */
    public ImageCanvas(int width, int height, int grey) {
        if (width < 1 || height < 1 || grey < 0 || grey > 255) {
            throw new IllegalArgumentException(
                    "need at least 1 x 1 pixels and a grey of 0..255, got " + width + " x " + height + " and " + grey);
        }
        this.width = width;
        this.height = height;
        this.pixels = new byte[Math.multiplyExact(Math.multiplyExact(height, width), BgrImage.CHANNELS)];
        Arrays.fill(pixels, (byte) grey);
    }

    /**
     * Lays an image with its top left pixel at {@code (left, top)}, which may lie outside; what is outside is cut off.
     */
    public ImageCanvas paste(BgrImage image, int left, int top) {
        int from = Math.max(0, left);
        int to = (int) Math.min(width, (long) left + image.width());
        for (int y = Math.max(0, top); y < Math.min(height, (long) top + image.height()) && from < to; y++) {
            System.arraycopy(
                    image.pixels(),
                    ((y - top) * image.width() + from - left) * BgrImage.CHANNELS,
                    pixels,
                    (y * width + from) * BgrImage.CHANNELS,
                    (to - from) * BgrImage.CHANNELS);
        }
        return this;
    }

    /** A copy of what it shows now. */
    public BgrImage image() {
        return new BgrImage(width, height, pixels.clone());
    }
}
