package io.github.yolox4j.train.data.batch;

import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.ImageFiles;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The images of a dataset in its order, as they are: read on background threads, one for each processor, while whoever
 * takes them works on those before. Whoever makes it closes it.
 */
public final class ImagesAhead implements AutoCloseable {

    private final Dataset dataset;
    private final ReadAhead<BgrImage> images;

    /**
     * Starts with the first image.
     *
     * @param ahead how many images may be in memory that nobody has taken yet, at least 1
     */
    public ImagesAhead(Dataset dataset, int ahead) {
        this.dataset = dataset;
        images = new ReadAhead<>(
                "image reader",
                Runtime.getRuntime().availableProcessors(),
                ahead,
                number -> read(Math.toIntExact(number)));
        images.seek(0, dataset.size());
    }

    private BgrImage read(int number) throws IOException {
        Sample sample = dataset.samples().get(number);
        return sample.checked(ImageFiles.read(sample.image()));
    }

    /** Whether there are images that nobody has taken yet. */
    public boolean hasNext() {
        return images.next() < dataset.size();
    }

    /**
     * The next images: so many, or those that are left.
     *
     * @throws IOException if one cannot be read, or has another size than annotated
     */
    public List<BgrImage> next(int count) throws IOException {
        List<BgrImage> taken = new ArrayList<>();
        try {
            while (hasNext() && taken.size() < count) {
                taken.add(images.take(dataset.size()));
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return taken;
    }

    @Override
    public void close() {
        images.close();
    }
}
