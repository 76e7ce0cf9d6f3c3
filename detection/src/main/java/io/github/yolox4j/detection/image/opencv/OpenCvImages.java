package io.github.yolox4j.detection.image.opencv;

import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.ImageFormat;
import java.io.IOException;
import org.opencv.core.Core;
import org.opencv.core.CvException;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.MatOfInt;
import org.opencv.core.Size;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;

/** What {@link OpenCvBackend} does, in a class of its own: this one is linked only if OpenCV is there. */
final class OpenCvImages {

    private OpenCvImages() {}

    static String version() {
        OpenCvLibrary.load();
        return "OpenCV " + Core.VERSION;
    }

    static BgrImage decode(byte[] file) throws IOException {
        try (Mats mats = new Mats()) {
            Mat image = mats.keep(Imgcodecs.imdecode(mats.keep(new MatOfByte(file)), Imgcodecs.IMREAD_COLOR));
            if (image.empty()) {
                throw new IOException("its " + file.length + " bytes cannot be decoded as an image");
            }
            return Mats.image(image);
        } catch (CvException e) {
            throw new IOException(
                    String.valueOf(e.getMessage()).lines().findFirst().orElse("unknown reason"), e);
        }
    }

    static byte[] encode(BgrImage image, ImageFormat format) throws IOException {
        try (Mats mats = new Mats()) {
            MatOfByte encoded = mats.keep(new MatOfByte());
            MatOfInt options = mats.keep(
                    format == ImageFormat.PNG
                            ? new MatOfInt()
                            : new MatOfInt(Imgcodecs.IMWRITE_JPEG_QUALITY, ImageFormat.JPEG_QUALITY));
            String ending = format == ImageFormat.PNG ? ".png" : ".jpg";
            if (!Imgcodecs.imencode(ending, mats.of(image), encoded, options)) {
                throw new IOException("OpenCV cannot encode it as " + format);
            }
            return encoded.toArray();
        }
    }

    static BgrImage resize(BgrImage image, int width, int height) {
        try (Mats mats = new Mats()) {
            Mat scaled = mats.empty();
            Imgproc.resize(mats.of(image), scaled, new Size(width, height), 0, 0, Imgproc.INTER_LINEAR);
            return Mats.image(scaled);
        }
    }
}
