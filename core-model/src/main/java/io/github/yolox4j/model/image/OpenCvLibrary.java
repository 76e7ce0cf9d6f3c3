package io.github.yolox4j.model.image;

import nu.pattern.OpenCV;

/** OpenCV's native library, unpacked and loaded once per JVM, when the first image needs it. */
final class OpenCvLibrary {

    static {
        OpenCV.loadLocally();
    }

    private OpenCvLibrary() {}

    /** Makes sure that the library is there; cheap after the first call. */
    static void load() {
        // The static initialiser has done it.
    }
}
