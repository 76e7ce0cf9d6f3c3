package io.github.yolox4j.detection.image;

/**
 * Width and height of an image.
 *
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 */
public record ImageSize(int width, int height) {

    public ImageSize {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("an image has at least 1 x 1 pixels, got " + width + " x " + height);
        }
    }

    @Override
    public String toString() {
        return width + " x " + height;
    }
}
