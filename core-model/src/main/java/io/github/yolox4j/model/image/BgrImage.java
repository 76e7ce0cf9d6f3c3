package io.github.yolox4j.model.image;

/**
 * An image of 8-bit pixels, rows from top to bottom, three bytes blue, green, red per pixel: the order the reference network
 * was trained on. The image owns its array; nothing of it is copied in or out.
 */
public final class BgrImage {

    public static final int CHANNELS = 3;

    private final int width;
    private final int height;
    private final byte[] pixels;

    /**
     * Wraps pixels without copying them.
     *
     * @param pixels {@code height * width * 3} bytes
     * @throws IllegalArgumentException if the sizes do not fit each other
     */
    public BgrImage(int width, int height, byte[] pixels) {
        if (width < 1 || height < 1 || pixels.length != (long) width * height * CHANNELS) {
            throw new IllegalArgumentException("an image of " + width + " x " + height + " needs "
                    + (long) width * height * CHANNELS + " bytes, got " + pixels.length);
        }
        this.width = width;
        this.height = height;
        this.pixels = pixels;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** The pixels themselves, not a copy. */
    public byte[] pixels() {
        return pixels;
    }

    /** Value 0..255 of one channel (0 blue, 1 green, 2 red). */
    public int get(int x, int y, int channel) {
        return pixels[(y * width + x) * CHANNELS + channel] & 0xff;
    }
}
