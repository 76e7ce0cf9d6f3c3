package io.github.yolox4j.train.data;

import io.github.yolox4j.detection.image.BgrImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * An image file and the objects marked in it.
 *
 * @param id the annotation's name for the image: COCO's number, else the file's name without its ending
 * @param boxes in pixels of the image
 */
public record Sample(String id, Path image, int width, int height, List<LabeledBox> boxes) {

    public Sample {
        boxes = List.copyOf(boxes);
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "image " + id + " must have at least 1 x 1 pixels, has " + width + " x " + height);
        }
    }

    /**
     * The pixels of this image, as they were read.
     *
     * @throws IOException if they are not as many as annotated: the boxes are then of another image
     */
    public BgrImage checked(BgrImage pixels) throws IOException {
        if (pixels.width() != width || pixels.height() != height) {
            throw new IOException("image " + image + " has " + pixels.width() + " x " + pixels.height()
                    + " pixels, but its annotation says " + width + " x " + height);
        }
        return pixels;
    }

    Sample withBoxes(List<LabeledBox> others) {
        return new Sample(id, image, width, height, others);
    }
}
