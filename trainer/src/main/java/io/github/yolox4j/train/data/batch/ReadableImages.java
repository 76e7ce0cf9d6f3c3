package io.github.yolox4j.train.data.batch;

import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.Sample;
import io.github.yolox4j.train.data.cache.ImageCache;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A dataset without its unreadable images.
 *
 * @param dataset what is left, in its order
 * @param skipped what is not
 */
public record ReadableImages(Dataset dataset, List<SkippedImage> skipped) {

    public ReadableImages {
        skipped = List.copyOf(skipped);
    }

    /**
     * Tries every image.
     *
     * @throws IOException if more than half of them cannot be read
     */
    public static ReadableImages of(Dataset dataset) throws IOException {
        DatasetScenes scenes = new DatasetScenes(dataset, ImageCache.none());
        Unreadable unreadable = new Unreadable(dataset);
        List<Sample> left = new ArrayList<>();
        for (int i = 0; i < dataset.size(); i++) {
            try {
                scenes.scene(i);
                left.add(dataset.samples().get(i));
            } catch (IOException e) {
                unreadable.add(i, e);
            }
        }
        return new ReadableImages(new Dataset(dataset.classes(), dataset.categoryIds(), left), unreadable.list());
    }
}
