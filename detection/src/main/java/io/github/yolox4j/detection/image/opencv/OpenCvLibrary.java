package io.github.yolox4j.detection.image.opencv;

import nu.pattern.OpenCV;

/** OpenCV's native library, unpacked and loaded once per JVM, when the first image needs it. */
public final class OpenCvLibrary {

    private OpenCvLibrary() {}

    /** Loads the library if that has not happened yet. */
    public static void load() {
        Loaded.once();
    }

    /** Whether there is a library to load. */
    static boolean isOnClassPath() {
        return OpenCvLibrary.class.getResource("/nu/pattern/OpenCV.class") != null;
    }

    private static final class Loaded {

        static {
            OpenCV.loadLocally();
        }

        static void once() {
            // The static initialiser has done it.
        }
    }
}
