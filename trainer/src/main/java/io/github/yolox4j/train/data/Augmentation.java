package io.github.yolox4j.train.data;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Transforms applied one after the other to every scene of the training set.
 *
 * @param transforms in their order
 */
public record Augmentation(List<Transform> transforms) {

    public Augmentation {
        transforms = List.copyOf(transforms);
    }

    /** Leaves scenes as they are. */
    public static Augmentation none() {
        return new Augmentation(List.of());
    }

    /** The reference's recipe without mosaic: HSV jitter of 5, 30, 30, then a flip of every second image. */
    public static Augmentation standard() {
        return new Augmentation(List.of(new HsvJitter(5, 30, 30), new HorizontalFlip(0.5)));
    }

    /** Transforms a scene with the numbers of this generator alone. */
    public Scene apply(Scene scene, SplittableRandom random) {
        Scene changed = scene;
        for (Transform transform : transforms) {
            changed = transform.apply(changed, random);
        }
        return changed;
    }
}
