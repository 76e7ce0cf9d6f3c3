package io.github.yolox4j.train.data.batch;

import io.github.yolox4j.train.data.LabeledBox;
import java.io.IOException;
import java.util.List;

/** Annotated images by their number, for augmentations that combine several. */
public interface SceneSource {

    /** How many images there are. */
    int size();

    /** The objects marked in image {@code index}, without reading it. */
    List<LabeledBox> boxes(int index);

    /**
     * Image {@code index} with its objects.
     *
     * @throws IOException if it cannot be read, or has another size than its annotation says
     */
    Scene scene(int index) throws IOException;
}
