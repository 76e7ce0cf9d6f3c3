package io.github.yolox4j.detection.image;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * An image of 8-bit pixels, rows from top to bottom, three bytes blue, green, red per pixel: the order the reference
 * network was trained on. The image owns its array; nothing of it is copied in or out.
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

    /**
     * A scaled copy, each pixel interpolated between the four nearest pixels; the image itself if it has this size
     * already.
     */
    public BgrImage resized(int toWidth, int toHeight) {
        return width == toWidth && height == toHeight
                ? this
                : ImageBackend.installed().resize(this, toWidth, toHeight);
    }

    /** A copy with left and right exchanged. */
    public BgrImage mirrored() {
        byte[] mirrored = new byte[pixels.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                System.arraycopy(
                        pixels, (y * width + x) * CHANNELS, mirrored, (y * width + width - 1 - x) * CHANNELS, CHANNELS);
            }
        }
        return new BgrImage(width, height, mirrored);
    }

    /** A copy with top and bottom exchanged. */
    public BgrImage mirroredVertically() {
        int row = width * CHANNELS;
        byte[] mirrored = new byte[pixels.length];
        for (int y = 0; y < height; y++) {
            System.arraycopy(pixels, y * row, mirrored, (height - 1 - y) * row, row);
        }
        return new BgrImage(width, height, mirrored);
    }

    /**
     * The mean of two images, pixel by pixel, rounded down.
     *
     * @throws IllegalArgumentException if the other has another size
     */
    public BgrImage blended(BgrImage other) {
        if (other.width != width || other.height != height) {
            throw new IllegalArgumentException("an image of " + width + " x " + height
                    + " cannot be blended with one of " + other.width + " x " + other.height);
        }
        byte[] blended = new byte[pixels.length];
        for (int i = 0; i < blended.length; i++) {
            blended[i] = (byte) (((pixels[i] & 0xff) + (other.pixels[i] & 0xff)) / 2);
        }
        return new BgrImage(width, height, blended);
    }

    /**
     * Writes the pixels as the network takes them: values 0..255 in planes {@code [3, height, width]}, blue first.
     *
     * @param offset index in {@code target} of the first value
     * @throws IllegalArgumentException if {@code target} is too short
     */
    public void toPlanes(float[] target, int offset) {
        if (offset < 0 || offset > target.length - pixels.length) {
            throw new IllegalArgumentException(
                    pixels.length + " values do not fit into an array of " + target.length + " from index " + offset);
        }
        toPlanes(FloatBuffer.wrap(target), offset);
    }

    /**
     * Writes the pixels as {@link #toPlanes(float[], int)} does; the buffer's position stays where it is.
     *
     * @param offset index in {@code target} of the first value
     * @throws IndexOutOfBoundsException if {@code target} is too short
     */
    public void toPlanes(FloatBuffer target, int offset) {
        toPlanes(target, offset, width, height, 0);
    }

    /**
     * The same for an image at the top left of a larger frame.
     *
     * @param rest value of all channels beside the image
     */
    void toPlanes(FloatBuffer target, int offset, int frameWidth, int frameHeight, float rest) {
        float[][] rows = new float[CHANNELS][frameWidth];
        for (float[] row : rows) {
            Arrays.fill(row, width, frameWidth, rest);
        }
        for (int y = 0; y < height; y++) {
            int pixel = y * width * CHANNELS;
            for (int x = 0; x < width; x++, pixel += CHANNELS) {
                rows[0][x] = pixels[pixel] & 0xff;
                rows[1][x] = pixels[pixel + 1] & 0xff;
                rows[2][x] = pixels[pixel + 2] & 0xff;
            }
            for (int channel = 0; channel < CHANNELS; channel++) {
                target.put(offset + (channel * frameHeight + y) * frameWidth, rows[channel]);
            }
        }
        Arrays.fill(rows[0], rest);
        for (int channel = 0; channel < CHANNELS; channel++) {
            for (int y = height; y < frameHeight; y++) {
                target.put(offset + (channel * frameHeight + y) * frameWidth, rows[0]);
            }
        }
    }
}
