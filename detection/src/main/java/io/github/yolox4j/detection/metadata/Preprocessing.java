package io.github.yolox4j.detection.metadata;

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
        TOP_LEFT("top-left");

        private final String text;

        Placement(String text) {
            this.text = text;
        }

        /** The name in the file. */
        @Override
        public String toString() {
            return text;
        }
    }

    /** How pixels are interpolated. */
    public enum Resize {
        BILINEAR("bilinear");

        private final String text;

        Resize(String text) {
            this.text = text;
        }

        /** The name in the file. */
        @Override
        public String toString() {
            return text;
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
