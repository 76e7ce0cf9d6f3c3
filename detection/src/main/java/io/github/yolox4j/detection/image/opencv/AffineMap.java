package io.github.yolox4j.detection.image.opencv;

import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.Letterbox;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * An affine map of the plane,
 * \[ x' = a x + b y + c, \qquad y' = d x + e y + f, \]
 * in pixels from the top left corner of an image: the first pixel covers \([0, 1) \times [0, 1)\).
 *
 * @param a of x in x'
 * @param b of y in x'
 * @param c pixels to the right
 * @param d of x in y'
 * @param e of y in y'
 * @param f pixels down
 */
public record AffineMap(double a, double b, double c, double d, double e, double f) {

    private static final double HALF = 0.5;

    public AffineMap {
        double determinant = a * e - b * d;
        if (!(Double.isFinite(determinant) && determinant != 0 && Double.isFinite(c) && Double.isFinite(f))) {
            throw new IllegalArgumentException("expected a finite, invertible map, got [" + a + ", " + b + ", " + c
                    + "; " + d + ", " + e + ", " + f + "]");
        }
    }

    /** Where a point comes to lie, its horizontal coordinate. */
    public double x(double x, double y) {
        return a * x + b * y + c;
    }

    /** Where a point comes to lie, its vertical coordinate. */
    public double y(double x, double y) {
        return d * x + e * y + f;
    }

    /**
     * Moves an image, interpolated bilinearly, into a frame of {@code width x height} pixels; what shows no part of it
     * is {@link Letterbox#PADDING}.
     */
    public BgrImage warp(BgrImage image, int width, int height) {
        try (Mats mats = new Mats()) {
            Mat warped = mats.empty();
            Imgproc.warpAffine(
                    mats.of(image),
                    warped,
                    matrix(mats),
                    new Size(width, height),
                    Imgproc.INTER_LINEAR,
                    Core.BORDER_CONSTANT,
                    Scalar.all(Letterbox.PADDING));
            return Mats.image(warped);
        }
    }

    /** OpenCV counts from the centre of the first pixel, half a pixel right of and below its corner. */
    private Mat matrix(Mats mats) {
        Mat matrix = mats.keep(new Mat(2, 3, CvType.CV_64F));
        matrix.put(0, 0, a, b, x(HALF, HALF) - HALF, d, e, y(HALF, HALF) - HALF);
        return matrix;
    }
}
