package io.github.yolox4j.train.data.batch;

import io.github.yolox4j.detection.box.Box;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.Letterbox;
import io.github.yolox4j.train.assign.TargetObject;
import io.github.yolox4j.train.data.LabeledBox;
import java.util.List;
import java.util.Optional;

/**
 * A scene fitted to the network's input.
 *
 * @param input letterboxed image of the input's size
 * @param boxes in pixels of the input
 */
public record TrainingSample(BgrImage input, List<TargetObject> boxes) {

    /** As many objects of an image count, unless augmentation says otherwise; further ones are left out. */
    public static final int MAX_BOXES = 50;

    private static final double MIN_SIDE = 1;

    public TrainingSample {
        boxes = List.copyOf(boxes);
    }

    /**
     * Fits a scene. Boxes are cut at the scene's edges; crowds, and boxes with a side of one input pixel or less, are
     * left out.
     *
     * @param mostBoxes further ones are left out
     */
    public static TrainingSample of(Scene scene, int height, int width, int mostBoxes) {
        Letterbox letterbox = Letterbox.of(scene.image(), width, height);
        List<TargetObject> boxes = scene.boxes().stream()
                .filter(box -> !box.crowd())
                .map(box -> fitted(box, letterbox))
                .flatMap(Optional::stream)
                .limit(mostBoxes)
                .toList();
        return new TrainingSample(letterbox.apply(scene.image()), boxes);
    }

    private static Optional<TargetObject> fitted(LabeledBox box, Letterbox letterbox) {
        Box fitted = box.box()
                .clipped(letterbox.sourceWidth(), letterbox.sourceHeight())
                .scaled(letterbox.scale());
        return Math.min(fitted.width(), fitted.height()) > MIN_SIDE
                ? Optional.of(TargetObject.of(box.classId(), fitted))
                : Optional.empty();
    }
}
