package io.github.yolox4j.train.data.batch;

import io.github.yolox4j.detection.decode.AnchorGrid;
import java.io.IOException;
import java.util.SplittableRandom;

/**
 * Makes the scene that the network learns from, of an image and, where images are combined, of others. A pure function:
 * equal arguments and a generator in the same state give the same scene.
 */
public interface Augmentation {

    /**
     * The scene for an image.
     *
     * @param scenes all images, as they are annotated
     * @param input size that the scene is meant for; it may have another one, and is then letterboxed
     * @param random the only source of chance
     * @throws IOException if an image cannot be read
     */
    Scene apply(int index, SceneSource scenes, AnchorGrid input, SplittableRandom random) throws IOException;

    /** As many objects of a scene count; further ones are left out. */
    default int mostBoxes() {
        return TrainingSample.MAX_BOXES;
    }

    /** Leaves scenes as they are. */
    static Augmentation none() {
        return (index, scenes, input, random) -> scenes.scene(index);
    }
}
