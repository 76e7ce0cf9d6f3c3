package io.github.yolox4j.train.data.augment;

import io.github.yolox4j.train.data.LabeledBox;
import io.github.yolox4j.train.data.batch.Scene;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Exchanges left and right.
 */
public record HorizontalFlip(double probability) {

    public HorizontalFlip {
        Chance.check("flip probability", probability);
    }

    public Scene apply(Scene scene, SplittableRandom random) {
        return Chance.of(probability, random) ? mirrored(scene) : scene;
    }

    static Scene mirrored(Scene scene) {
        List<LabeledBox> boxes = scene.boxes().stream()
                .map(box -> box.mirrored(scene.image().width()))
                .toList();
        return new Scene(scene.image().mirrored(), boxes);
    }
}
