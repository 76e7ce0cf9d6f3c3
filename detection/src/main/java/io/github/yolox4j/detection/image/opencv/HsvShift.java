package io.github.yolox4j.detection.image.opencv;

import io.github.yolox4j.detection.image.BgrImage;
import org.opencv.core.Mat;
import org.opencv.imgproc.Imgproc;

/**
 * Moves every pixel in OpenCV's 8-bit HSV space: hue in steps of two degrees, 0..179 and around; saturation and value
 * 0..255, clipped.
 *
 * @param hue added to the hue
 * @param saturation added to the saturation
 * @param value added to the value
 */
public record HsvShift(int hue, int saturation, int value) {

    private static final int HUES = 180;

    /** A moved copy; the image itself where there is nothing to move. */
    public BgrImage apply(BgrImage image) {
        if (hue == 0 && saturation == 0 && value == 0) {
            return image;
        }
        try (Mats mats = new Mats()) {
            Mat mat = mats.of(image);
            Imgproc.cvtColor(mat, mat, Imgproc.COLOR_BGR2HSV);
            byte[] hsv = Mats.image(mat).pixels();
            for (int i = 0; i < hsv.length; i += BgrImage.CHANNELS) {
                hsv[i] = (byte) Math.floorMod((hsv[i] & 0xff) + hue, HUES);
                hsv[i + 1] = clipped((hsv[i + 1] & 0xff) + saturation);
                hsv[i + 2] = clipped((hsv[i + 2] & 0xff) + value);
            }
            mat.put(0, 0, hsv);
            Imgproc.cvtColor(mat, mat, Imgproc.COLOR_HSV2BGR);
            return Mats.image(mat);
        }
    }

    private static byte clipped(int level) {
        return (byte) Math.max(0, Math.min(255, level));
    }
}
