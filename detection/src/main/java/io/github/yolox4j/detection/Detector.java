package io.github.yolox4j.detection;

import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.image.BgrImage;
import java.util.List;

/** Finds objects in images. Whoever makes one closes it: it may hold native memory. */
public interface Detector extends AutoCloseable {

    /**
     * The objects in one image of any size.
     *
     * @return boxes in the image's pixels, highest score first
     */
    default List<Detection> detect(BgrImage image) {
        return detect(List.of(image)).get(0);
    }

    /** The objects in each of several images, which may differ in size. */
    List<List<Detection>> detect(List<BgrImage> images);

    /**
     * How many calls of {@link #detect(List)} at the same time serve it best, where there are many images. More than 1
     * only if it may be called on several threads.
     */
    default int callsAtOnce() {
        return 1;
    }

    @Override
    void close();
}
