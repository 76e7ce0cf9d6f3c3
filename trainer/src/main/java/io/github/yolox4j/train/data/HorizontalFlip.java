package io.github.yolox4j.train.data;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Exchanges left and right.
 *
 * @param probability that it does, 0..1
 */
public record HorizontalFlip(double probability) implements Transform {

    public HorizontalFlip {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("probability must be between 0 and 1: " + probability);
        }
    }

    @Override
    public Scene apply(Scene scene, SplittableRandom random) {
        if (random.nextDouble() >= probability) {
            return scene;
        }
        List<LabeledBox> boxes = scene.boxes().stream()
                .map(box -> box.mirrored(scene.image().width()))
                .toList();
        return new Scene(scene.image().mirrored(), boxes);
    }
}
