package io.github.yolox4j.export.detector;

/** What an exported detector is fed. */
public enum InputForm {
    /** Letterboxed images, floats {@code [batch, 3, height, width]}, blue-green-red, 0..255; one size. */
    FIXED,
    /** The same of any size whose sides are multiples of 32; the anchors are computed in the file. */
    DYNAMIC,
    /** Images as they are, bytes {@code [batch, height, width, 3]}, blue-green-red; the file letterboxes them. */
    BGR,
    /** The same, red-green-blue. */
    RGB;

    /** Whether the file letterboxes. */
    public boolean isImage() {
        return this == BGR || this == RGB;
    }
}
