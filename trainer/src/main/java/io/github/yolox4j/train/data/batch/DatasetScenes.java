package io.github.yolox4j.train.data.batch;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.LabeledBox;
import io.github.yolox4j.train.data.Sample;
import io.github.yolox4j.train.data.cache.ImageCache;
import java.io.IOException;
import java.util.List;

/**
 * The images of a dataset, read when they are asked for and kept by a cache. Where unreadable ones are skipped, the
 * next one of the dataset that can be read stands in for each: which one depends on the files alone. Safe for many
 * threads.
 */
public final class DatasetScenes implements SceneSource {

    private final Dataset dataset;
    private final ImageCache cache;
    private final UnreadableImages policy;
    private final Unreadable unreadable;

    DatasetScenes(Dataset dataset, ImageCache cache, UnreadableImages policy) {
        this.dataset = dataset;
        this.cache = cache;
        this.policy = policy;
        this.unreadable = new Unreadable(dataset);
    }

    /**
     * Reads nothing yet; an image that cannot be read is an error.
     *
     * @param cache of the decoded images
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
                unreadable.add(present, e);
            }
        }
    }

    /** The image that {@link #scene} gives for {@code index}, as far as is known. */
    int standIn(int index) {
        return unreadable.standIn(index);
    }

    List<SkippedImage> skipped() {
        return unreadable.list();
    }

    private Scene read(int index) throws IOException {
        Sample sample = dataset.samples().get(index);
        BgrImage image = cache.read(sample.image());
        if (image.width() != sample.width() || image.height() != sample.height()) {
            throw new IOException("image " + sample.image() + " has " + image.width() + " x " + image.height()
                    + " pixels, but its annotation says " + sample.width() + " x " + sample.height());
        }
        return new Scene(image, sample.boxes());
    }

    /**
     * What the network gets of image {@code index}: a pure function of the arguments and the dataset.
     *
     * @param augmentation makes the scene
     * @param input size that it is letterboxed to
     * @param seed of all samples
     * @param epoch each has its own chance
     * @throws IOException if an image cannot be read, or has another size than its annotation says
     */
    public TrainingSample sample(int index, Augmentation augmentation, AnchorGrid input, long seed, int epoch)
            throws IOException {
        Scene scene = augmentation.apply(index, this, input, Seeds.at(seed, epoch, index));
        return TrainingSample.of(scene, input.height(), input.width(), augmentation.mostBoxes());
    }
}
