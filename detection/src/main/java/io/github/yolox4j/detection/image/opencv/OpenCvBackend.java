package io.github.yolox4j.detection.image.opencv;

import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.ImageBackend;
import io.github.yolox4j.detection.image.ImageFormat;
import java.io.IOException;

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
        return OpenCvImages.version();
    }

    @Override
    public boolean isAvailable() {
        return OpenCvLibrary.isOnClassPath();
    }

    @Override
    public BgrImage decode(byte[] file) throws IOException {
        return OpenCvImages.decode(file);
    }

    @Override
    public byte[] encode(BgrImage image, ImageFormat format) throws IOException {
        return OpenCvImages.encode(image, format);
    }

    @Override
    public BgrImage resize(BgrImage image, int width, int height) {
        return OpenCvImages.resize(image, width, height);
    }
}
