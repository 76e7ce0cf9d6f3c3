package io.github.yolox4j.train.data.batch;

import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.train.data.LabeledBox;
import java.util.List;

/**
 * An image in memory and the objects marked in it. Transforms make new scenes; the pixels of one are never changed.
 *
 * @param boxes in pixels of the image
 */
public record Scene(BgrImage image, List<LabeledBox> boxes) {

    public Scene {
        boxes = List.copyOf(boxes);
    }

    /** The scene as a mirror shows it. */
    public Scene mirrored() {
        return new Scene(
                image.mirrored(),
                boxes.stream().map(box -> box.mirrored(image.width())).toList());
    }

    /** The scene with top and bottom exchanged. */
    public Scene mirroredVertically() {
        return new Scene(
                image.mirroredVertically(),
                boxes.stream()
                        .map(box -> box.mirroredVertically(image.height()))
                        .toList());
    }
}
