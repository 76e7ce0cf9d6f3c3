package io.github.yolox4j.detection.image;

/** The formats in which images are written. */
public enum ImageFormat {
    PNG,
    /** Quality 95 of 100. */
    JPEG;

    /** The quality of JPEG files, of 100. */
    public static final int JPEG_QUALITY = 95;
}
