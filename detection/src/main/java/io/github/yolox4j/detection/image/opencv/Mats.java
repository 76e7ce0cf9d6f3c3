package io.github.yolox4j.detection.image.opencv;

import io.github.yolox4j.detection.image.BgrImage;
import java.util.ArrayList;
import java.util.List;
import org.opencv.core.CvType;
import org.opencv.core.Mat;

/** The native matrices of one operation; closing releases them all. */
final class Mats implements AutoCloseable {

    private final List<Mat> kept = new ArrayList<>();

    Mats() {
        OpenCvLibrary.load();
    }

    /** An empty matrix for OpenCV to fill. */
    Mat empty() {
        return keep(new Mat());
    }

    /** A copy of an image's pixels, 8 bits and 3 channels. */
    Mat of(BgrImage image) {
        Mat mat = keep(new Mat(image.height(), image.width(), CvType.CV_8UC3));
        mat.put(0, 0, image.pixels());
        return mat;
    }

    <M extends Mat> M keep(M mat) {
        kept.add(mat);
        return mat;
    }

    /** Copies the pixels of a matrix of 8 bits and 3 channels. */
    static BgrImage image(Mat mat) {
        byte[] pixels = new byte[Math.multiplyExact(Math.multiplyExact(mat.rows(), mat.cols()), BgrImage.CHANNELS)];
        mat.get(0, 0, pixels);
        return new BgrImage(mat.cols(), mat.rows(), pixels);
    }

    @Override
    public void close() {
        kept.forEach(Mat::release);
    }
}
