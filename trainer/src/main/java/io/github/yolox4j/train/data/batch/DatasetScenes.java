package io.github.yolox4j.train.data.batch;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.LabeledBox;
import io.github.yolox4j.train.data.Sample;
import io.github.yolox4j.train.data.cache.ImageCache;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The images of a dataset, read when they are asked for and kept by a cache. Where unreadable ones are skipped, the
 * next one of the dataset that can be read stands in for each: which one depends on the files alone. Safe for many
 * threads.
 */
public final class DatasetScenes implements SceneSource {

    private final Dataset dataset;
    private final ImageCache cache;
    private final UnreadableImages policy;
    private final Map<Integer, SkippedImage> skipped = new ConcurrentSkipListMap<>();

    DatasetScenes(Dataset dataset, ImageCache cache, UnreadableImages policy) {
        this.dataset = dataset;
        this.cache = cache;
        this.policy = policy;
    }

    /**
     * Reads nothing yet; an image that cannot be read is an error.
     */
    public DatasetScenes(Dataset dataset, ImageCache cache) {
        this(dataset, cache, UnreadableImages.STOP);
    }

    @Override
    public int size() {
        return dataset.size();
    }

    @Override
    public List<LabeledBox> boxes(int index) {
        return dataset.samples().get(index).boxes();
    }

    @Override
    public Scene scene(int index) throws IOException {
        while (true) {
            int present = standIn(index);
            try {
                return read(present);
            } catch (IOException e) {
                if (policy == UnreadableImages.STOP || Thread.currentThread().isInterrupted()) {
                    throw e; // an interrupted thread cannot read, whatever the file
                }
                skip(present, e);
            }
        }
    }

    /**
     * The image that {@link #scene} gives for {@code index}, as far as is known: the next, around to the dataset's
     * start, that was not skipped; {@code index} if all were.
     */
    int standIn(int index) {
        for (int i = 0; i < dataset.size(); i++) {
            int candidate = (index + i) % dataset.size();
            if (!skipped.containsKey(candidate)) {
                return candidate;
            }
        }
        return index;
    }

    /** The images that were found to be unreadable, in the dataset's order. */
    public List<SkippedImage> skipped() {
        return List.copyOf(skipped.values());
    }

    /** @throws IOException if this makes more than half of all, so that it is not single images that are to blame */
    private void skip(int index, IOException reason) throws IOException {
        skipped.put(index, new SkippedImage(dataset.samples().get(index).image(), reason.getMessage()));
        if (2 * skipped.size() > dataset.size()) {
            throw new IOException(
                    skipped.size() + " of " + dataset.size() + " images cannot be read, which is more than half; "
                            + reason.getMessage(),
                    reason);
        }
    }

    private Scene read(int index) throws IOException {
        Sample sample = dataset.samples().get(index);
        return new Scene(sample.checked(cache.read(sample.image())), sample.boxes());
    }

    /**
     * What the network gets of image {@code index}: a pure function of the arguments and the dataset.
     *
     * @param input size that it is letterboxed to
     * @param epoch each has its own chance
     * @throws IOException if an image cannot be read, or has another size than its annotation says
     */
    public TrainingSample sample(int index, Augmentation augmentation, AnchorGrid input, long seed, int epoch)
            throws IOException {
        return sample(index, augmentation, input, Seeds.at(seed, epoch, index));
    }

    TrainingSample sample(int index, Augmentation augmentation, AnchorGrid input, SplittableRandom random)
            throws IOException {
        Scene scene = augmentation.apply(index, this, input, random);
        return TrainingSample.of(scene, input.height(), input.width(), augmentation.mostBoxes());
    }

    /**
     * Tries every image; returns the dataset without those that cannot be read, in its order.
     *
     * @throws IOException if these are more than half
     */
    public Dataset readable() throws IOException {
        List<Sample> left = new ArrayList<>();
        for (int i = 0; i < dataset.size(); i++) {
            try {
                read(i);
                left.add(dataset.samples().get(i));
            } catch (IOException e) {
                skip(i, e);
            }
        }
        return new Dataset(dataset.classes(), dataset.categoryIds(), left);
    }
}
