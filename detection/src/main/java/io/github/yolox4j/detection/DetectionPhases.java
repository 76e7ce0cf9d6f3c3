package io.github.yolox4j.detection;

import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.image.BgrImage;
import java.util.List;

/**
 * Detection taken apart, so that each phase can be timed: {@link #prepare}, {@link #run}, {@link #finish}, in this
 * order, over and over. Not thread-safe. Whoever makes one closes it.
 */
public interface DetectionPhases extends AutoCloseable {

    /** Letterboxes images and writes them where the network reads them: as many as its batch. */
    void prepare(List<BgrImage> images);

    /** Computes the network on what was prepared. */
    void run();

    /** The objects in each image: decoded, suppressed, in the images' pixels. */
    List<List<Detection>> finish();

    @Override
    void close();
}
