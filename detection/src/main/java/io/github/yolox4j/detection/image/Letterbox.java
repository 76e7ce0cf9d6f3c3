package io.github.yolox4j.detection.image;

import io.github.yolox4j.detection.box.Box;
import io.github.yolox4j.detection.box.Detection;
import java.nio.FloatBuffer;

/**
 * How an image of any size becomes the network's input: scaled until it fits, its aspect kept, and placed at the top
 * left; the rest is grey, 114.
 *
 * <p>For an image of \(W \times H\) and an input of \(w \times h\) pixels
 * \[ r = \min(h / H,\; w / W) \]
 * and the scaled image has \(\lfloor W r \rfloor \times \lfloor H r \rfloor\) pixels, interpolated bilinearly. A point
 * of the image is multiplied by \(r\) to find it in the input, and divided by \(r\) to go back.
 *
 * @param sourceWidth of the image in pixels
 * @param sourceHeight of the image in pixels
 * @param inputWidth of the network's input in pixels
 * @param inputHeight of the network's input in pixels
 */
public record Letterbox(int sourceWidth, int sourceHeight, int inputWidth, int inputHeight) {

    /** Value of all three channels beside the image. */
    public static final int PADDING = 114;

    public Letterbox {
        if (sourceWidth < 1 || sourceHeight < 1 || inputWidth < 1 || inputHeight < 1) {
            throw new IllegalArgumentException("sizes must be at least 1 x 1, got image " + sourceWidth + " x "
                    + sourceHeight + " and input " + inputWidth + " x " + inputHeight);
        }
    }

    /** The letterbox of this image for an input of {@code inputWidth x inputHeight} pixels. */
    public static Letterbox of(BgrImage image, int inputWidth, int inputHeight) {
        return new Letterbox(image.width(), image.height(), inputWidth, inputHeight);
    }

    /** Input pixels per image pixel, {@code r}. */
    public double scale() {
        return Math.min((double) inputHeight / sourceHeight, (double) inputWidth / sourceWidth);
    }

    /** Width of the scaled image, without the padding. */
    public int scaledWidth() {
        return Math.max(1, (int) (sourceWidth * scale()));
    }

    /** Height of the scaled image, without the padding. */
    public int scaledHeight() {
        return Math.max(1, (int) (sourceHeight * scale()));
    }

    /** An input coordinate or length, horizontal or vertical, as one of the image. */
    public double toSource(double inputPixels) {
        return inputPixels / scale();
    }

    /** A detection in the input, as one in the image; it is not clipped to the image. */
    public Detection toSource(Detection d) {
        Box box = d.box();
        return d.withBox(new Box(toSource(box.x1()), toSource(box.y1()), toSource(box.x2()), toSource(box.y2())));
    }

    /**
     * Scales and pads.
     *
     * @return an image of the input's size
     * @throws IllegalArgumentException if the image has another size than this letterbox is for
     */
    public BgrImage apply(BgrImage image) {
        return new ImageCanvas(inputWidth, inputHeight, PADDING)
                .paste(scaled(image), 0, 0)
                .image();
    }

    /**
     * Scales and pads, and writes the planes of blue, green and red.
     *
     * @param offset index in {@code planes} of the first value
     * @throws IllegalArgumentException if the image has another size than this letterbox is for
     * @throws IndexOutOfBoundsException if {@code planes} is too short
     */
    public void toPlanes(BgrImage image, FloatBuffer planes, int offset) {
        scaled(image).toPlanes(planes, offset, inputWidth, inputHeight, PADDING);
    }

    /**
     * Scales without padding.
     *
     * @throws IllegalArgumentException if the image has another size than this letterbox is for
     */
    public BgrImage scaled(BgrImage image) {
        if (image.width() != sourceWidth || image.height() != sourceHeight) {
            throw new IllegalArgumentException("this letterbox is for images of " + sourceWidth + " x " + sourceHeight
                    + " pixels, got " + image.width() + " x " + image.height());
        }
        return image.resized(scaledWidth(), scaledHeight());
    }
}
