package io.github.yolox4j.model.image;

import org.opencv.core.Mat;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/** Images of another size, interpolated between the four nearest pixels. */
public final class Bilinear {

    private Bilinear() {}

    /** A scaled copy; the image itself where the size is the same. */
    public static BgrImage resize(BgrImage image, int width, int height) {
        if (image.width() == width && image.height() == height) {
            return image;
        }
        try (Mats mats = new Mats()) {
            Mat scaled = mats.empty();
            Imgproc.resize(mats.of(image), scaled, new Size(width, height), 0, 0, Imgproc.INTER_LINEAR);
            return Mats.image(scaled);
        }
    }
}
