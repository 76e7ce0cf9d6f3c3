package io.github.yolox4j.detection.metadata;

import java.util.Locale;

/**
 * How an image becomes the input.
 *
 * @param colorOrder of the three channels
 * @param range of the pixel values
 * @param paddingValue what fills the input where the image does not reach
 * @param placement where the resized image lies in the input
 * @param resize interpolation
 * @param inFile whether the file does this itself: its input is bytes {@code [batch, height, width, 3]} of any size
 *     then
 */
public record Preprocessing(
        ColorOrder colorOrder, PixelRange range, int paddingValue, Placement placement, Resize resize, boolean inFile) {

    /** The order of an image's three channels. */
    public enum ColorOrder {
        BGR,
        RGB
    }

    /** Smallest and largest pixel value. */
    public record PixelRange(int low, int high) {}

    /** Where the resized image lies in the input. */
    public enum Placement {
        /** Padding is to the right and below. */
        TOP_LEFT;

        /** The name in the file. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** How pixels are interpolated. */
    public enum Resize {
        BILINEAR;

        /** The name in the file. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What the reference YOLOX does: BGR 0..255, letterboxed to the top-left corner over grey 114, bilinear. */
    public static Preprocessing yolox() {
        return new Preprocessing(
                ColorOrder.BGR, new PixelRange(0, 255), 114, Placement.TOP_LEFT, Resize.BILINEAR, false);
    }

    /** The same, done by the file. */
    public Preprocessing inFile(ColorOrder order) {
        return new Preprocessing(order, range, paddingValue, placement, resize, true);
    }
}
