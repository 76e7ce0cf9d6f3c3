package io.github.yolox4j.train.data.augment;

import io.github.yolox4j.train.data.batch.Scene;
import java.util.SplittableRandom;

/** A random change of a scene that leaves its objects recognisable: a pure function of scene and random numbers. */
public sealed interface Transform permits HorizontalFlip, HsvJitter, RandomAffine {

    /** Changes a scene, or returns it as it is. */
    Scene apply(Scene scene, SplittableRandom random);
}
