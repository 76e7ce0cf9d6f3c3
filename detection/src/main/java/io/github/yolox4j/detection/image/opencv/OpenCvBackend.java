package io.github.yolox4j.detection.image.opencv;

import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.ImageBackend;
import io.github.yolox4j.detection.image.ImageFormat;
import io.github.yolox4j.detection.image.Orientation;
import java.io.IOException;
import org.opencv.core.Core;
import org.opencv.core.CvException;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.MatOfInt;
import org.opencv.core.Size;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;

/**
 * Images by OpenCV, the library that the reference uses.
 *
 * @implNote No class of OpenCV is named here, so that this one can be made, and asked, without OpenCV.
 */
public final class OpenCvBackend implements ImageBackend {

    @Override
    public String name() {
        return "opencv";
    }

    @Override
    public String version() {
        return Images.version();
    }

    @Override
    public boolean isAvailable() {
        return OpenCvLibrary.isOnClassPath();
    }

    @Override
    public BgrImage decode(byte[] file) throws IOException {
        return Images.decode(file);
    }

    @Override
    public byte[] encode(BgrImage image, ImageFormat format) throws IOException {
        return Images.encode(image, format);
    }

    @Override
    public BgrImage resize(BgrImage image, int width, int height) {
        return Images.resize(image, width, height);
    }

    /** What {@link OpenCvBackend} does, in a class of its own: this one is linked only if OpenCV is there. */
    static final class Images {

        private Images() {}

        static String version() {
            OpenCvLibrary.load();
            return "OpenCV " + Core.VERSION;
        }

        static BgrImage decode(byte[] file) throws IOException {
            boolean turnsIt = turns(file);
            int flags = Imgcodecs.IMREAD_COLOR | (turnsIt ? 0 : Imgcodecs.IMREAD_IGNORE_ORIENTATION);
            try (Mats mats = new Mats()) {
                Mat image = mats.keep(Imgcodecs.imdecode(mats.keep(new MatOfByte(file)), flags));
                if (image.empty()) {
                    throw new IOException("its " + file.length + " bytes cannot be decoded as an image");
                }
                BgrImage decoded = Mats.image(image);
                return turnsIt ? decoded : Orientation.in(file).apply(decoded);
            } catch (CvException e) {
                throw new IOException(
                        String.valueOf(e.getMessage()).lines().findFirst().orElse("unknown reason"), e);
            }
        }

        /**
         * Whether OpenCV turns the image itself: in every version JPEG, by its EXIF data, and TIFF, whatever the flags.
         * Of PNG and WebP it depends on the version.
         */
        private static boolean turns(byte[] file) {
            return file.length > 0 && (file[0] == (byte) 0xff || file[0] == 'I' || file[0] == 'M');
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
}
