package io.github.yolox4j.detection.image;

import java.io.IOException;

/**
 * Decodes, encodes and scales images. Implementations are thread-safe.
 *
 * <p>OpenCV does this if {@code org.openpnp:opencv} is on the class path, the Java platform otherwise. The system
 * property {@value #PROPERTY} chooses one by name, {@code opencv} or {@code java}. Others join as services of this
 * type.
 */
public interface ImageBackend {

    /** The system property that names the backend to use. */
    String PROPERTY = "yolox4j.images";

    /** Name in the system property, lower case. */
    String name();

    /** Name and version of the library behind it. Another version may decode to slightly different pixels. */
    String version();

    /** Whether its library is on the class path. */
    boolean isAvailable();

    /**
     * Decodes a whole file, turned as its {@link Orientation} says.
     *
     * @throws IOException if the bytes are no image that this backend decodes; the message says why, in one line
     */
    BgrImage decode(byte[] file) throws IOException;

    /**
     * Encodes an image.
     *
     * @throws IOException if it cannot be encoded
     */
    byte[] encode(BgrImage image, ImageFormat format) throws IOException;

    /** Scales bilinearly; the coordinates of pixels are those of their centres. */
    BgrImage resize(BgrImage image, int width, int height);

    /**
     * The backend that this process uses.
     *
     * @throws IllegalArgumentException if the system property names none that is available; the message lists those
     */
    static ImageBackend installed() {
        return InstalledBackend.backend();
    }
}
