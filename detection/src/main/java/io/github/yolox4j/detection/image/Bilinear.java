package io.github.yolox4j.detection.image;

/** Scales images; each pixel is interpolated between the four nearest pixels of the image. */
public final class Bilinear {

    private Bilinear() {}

    /** A scaled copy, or the image itself if it already has this size. */
    public static BgrImage resize(BgrImage image, int width, int height) {
        if (image.width() == width && image.height() == height) {
            return image;
        }
        return ImageBackend.installed().resize(image, width, height);
    }
}
