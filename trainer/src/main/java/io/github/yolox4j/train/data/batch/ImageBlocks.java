package io.github.yolox4j.train.data.batch;

import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.ImageFiles;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * What a function makes of a dataset's images as they are, a few at a time, in the dataset's order. It works on some
 * while others are read. Whoever makes the blocks closes them.
 *
 * @param <T> what the function makes of one block
 */
public final class ImageBlocks<T> implements AutoCloseable {

    private static final int MOST_IN_MEMORY = 32;

    private final Dataset dataset;
    private final Function<List<BgrImage>, T> work;
    private final Semaphore free;
    private final int imagesPerBlock;
    private final int count;
    private final ReadAhead<T> blocks;

    /**
     * Starts at once with the first block.
     *
     * @param callsAtOnce how often the function may run at the same time, at least 1
     */
    public ImageBlocks(Dataset dataset, int callsAtOnce, Function<List<BgrImage>, T> work) {
        this.dataset = dataset;
        this.work = work;
        free = new Semaphore(callsAtOnce);
        int atOnce = callsAtOnce + 1; // one is read
        imagesPerBlock = Math.max(1, MOST_IN_MEMORY / atOnce);
        count = (dataset.size() + imagesPerBlock - 1) / imagesPerBlock;
        blocks = new ReadAhead<>("image blocks", atOnce, atOnce, block -> make(Math.toIntExact(block)));
        blocks.seek(0, count);
    }

    private T make(int block) throws IOException {
        int from = block * imagesPerBlock;
        List<BgrImage> images = new ArrayList<>();
        for (Sample sample : dataset.samples().subList(from, Math.min(from + imagesPerBlock, dataset.size()))) {
            images.add(sample.checked(ImageFiles.read(sample.image())));
        }
        free.acquireUninterruptibly();
        try {
            return work.apply(images);
        } finally {
            free.release();
        }
    }

    /** Whether there is another block. */
    public boolean hasNext() {
        return blocks.next() < count;
    }

    /**
     * What the function made of the next block.
     *
     * @throws IOException if an image of it cannot be read, or has another size than annotated
     */
    public T next() throws IOException {
        try {
            return blocks.take(count);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void close() {
        blocks.close();
    }
}
