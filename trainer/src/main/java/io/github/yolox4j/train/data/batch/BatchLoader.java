package io.github.yolox4j.train.data.batch;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.Sample;
import io.github.yolox4j.train.data.cache.ImageCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Turns a dataset into batches: decoded, augmented and letterboxed ahead on background threads, one batch more than
 * there are threads, into the next epoch too. What a batch holds depends on the settings, the epoch and its place in
 * it, never on the threads' timing. Whoever makes a loader closes it; its images are kept by a cache.
 */
public final class BatchLoader implements AutoCloseable {

    /**
     * What batches are made of.
     *
     * @param sizes of the input, by iteration
     * @param batchSize images in a batch, all parts of it together
     * @param seed of order and augmentation
     * @param order of the images; an incomplete last batch is kept if it is {@link ImageOrder#LISTED}, else dropped
     * @param augmentation of every image, by epoch from 0
     * @param share of every batch that is loaded
     */
    public record Settings(
            SizeSchedule sizes,
            int batchSize,
            long seed,
            ImageOrder order,
            IntFunction<? extends Augmentation> augmentation,
            UnreadableImages unreadable,
            BatchShare share) {

        public Settings {
            if (batchSize < 1) {
                throw new IllegalArgumentException("need a batchSize of at least 1, got " + batchSize);
            }
            share.imagesOf(batchSize);
            if (share.size() > 1 && order == ImageOrder.LISTED) {
                throw new IllegalArgumentException("a last batch that is incomplete has no equal parts");
            }
        }

        /**
         * {@link ImageOrder#SHUFFLED}; an incomplete last batch is dropped, and an image that cannot be read is an
         * error.
         */
        public static Settings training(
                SizeSchedule sizes, int batchSize, long seed, IntFunction<? extends Augmentation> augmentation) {
            return new Settings(
                    sizes, batchSize, seed, ImageOrder.SHUFFLED, augmentation, UnreadableImages.STOP, BatchShare.WHOLE);
        }

        /** Every image once, as it is, in the dataset's order; one that cannot be read is an error. */
        public static Settings evaluation(int height, int width, int batchSize) {
            return new Settings(
                    SizeSchedule.fixed(new AnchorGrid(height, width)),
                    batchSize,
                    0,
                    ImageOrder.LISTED,
                    epoch -> Augmentation.none(),
                    UnreadableImages.STOP,
                    BatchShare.WHOLE);
        }

        public Settings withOrder(ImageOrder other) {
            return new Settings(sizes, batchSize, seed, other, augmentation, unreadable, share);
        }

        public Settings withUnreadable(UnreadableImages other) {
            return new Settings(sizes, batchSize, seed, order, augmentation, other, share);
        }

        public Settings withShare(BatchShare other) {
            return new Settings(sizes, batchSize, seed, order, augmentation, unreadable, other);
        }

        private boolean keepsAll() {
            return order == ImageOrder.LISTED;
        }
    }

    private final Dataset dataset;
    private final Settings settings;
    private final DatasetScenes scenes;
    private final ReadAhead<Batch> ahead;
    private int orderedEpoch = -1;
    private List<Drawn> order = List.of();

    /** Starts two threads, with a cache in memory; nothing is read before the first epoch. */
    public BatchLoader(Dataset dataset, Settings settings) {
        this(dataset, settings, ImageCache.memory());
    }

    /** Starts two threads; nothing is read before the first epoch. */
    public BatchLoader(Dataset dataset, Settings settings, ImageCache cache) {
        this(dataset, settings, cache, 2);
    }

    /**
     * Starts the threads; nothing is read before the first epoch.
     *
     * @param threads that decode, at least 1
     */
    public BatchLoader(Dataset dataset, Settings settings, ImageCache cache, int threads) {
        if (dataset.size() == 0) {
            throw new IllegalArgumentException("the dataset has no image");
        }
        if (!settings.keepsAll() && dataset.size() < settings.batchSize()) {
            throw new IllegalArgumentException(
                    "a batch of " + settings.batchSize() + " images needs as many, the dataset has " + dataset.size());
        }
        this.dataset = dataset;
        this.settings = settings;
        this.scenes = new DatasetScenes(dataset, cache, settings.unreadable());
        this.ahead = new ReadAhead<>("batch loader", threads, threads + 1, this::load);
    }

    /** How many batches every epoch has. */
    public int batchesPerEpoch() {
        int size = settings.batchSize();
        return settings.keepsAll() ? (dataset.size() + size - 1) / size : dataset.size() / size;
    }

    /**
     * The batches of an epoch, in their order. Read one epoch at a time.
     *
     * @param epoch from 0; equal numbers give equal batches
     * @return an iterator whose {@code next} throws {@link UncheckedIOException} for an image that cannot be read or
     *     has another size than its annotation says, where these are not skipped, or for too many of them
     */
    public Iterator<Batch> epoch(int epoch) {
        return new Epoch(epoch);
    }

    /** The images that were skipped so far, those of batches made ahead included, in the dataset's order. */
    public List<SkippedImage> skipped() {
        return scenes.skipped();
    }

    /** How long {@code next} has waited for batches, in all epochs. */
    public Duration waited() {
        return ahead.waited();
    }

    /** Stops the threads; an epoch that was not read to its end gives no further batch. */
    @Override
    public void close() {
        ahead.close();
    }

    private final class Epoch implements Iterator<Batch> {

        private final int number;
        private final long end;
        private final long madeUntil;
        private long next;

        Epoch(int number) {
            this.number = number;
            this.next = (long) number * batchesPerEpoch();
            this.end = next + batchesPerEpoch();
            this.madeUntil = settings.keepsAll() ? end : Long.MAX_VALUE;
            ahead.seek(next, madeUntil);
        }

        @Override
        public boolean hasNext() {
            return next < end;
        }

        @Override
        public Batch next() {
            if (!hasNext()) {
                throw new NoSuchElementException("epoch " + number + " has only " + batchesPerEpoch() + " batches");
            }
            if (ahead.next() != next) {
                throw new IllegalStateException("epoch " + number + " has ended: another one was started");
            }
            next++;
            return ahead.take(madeUntil);
        }
    }

    /** An image of an epoch, which has had it so many times before. */
    private record Drawn(int image, int before) {}

    /** The order of an epoch's images; the last one is kept, as its batches are made one after the other. */
    private synchronized List<Drawn> order(int epoch) {
        if (epoch != orderedEpoch) {
            int[] times = new int[dataset.size()];
            order = IntStream.of(images(epoch))
                    .mapToObj(image -> new Drawn(image, times[image]++))
                    .toList();
            orderedEpoch = epoch;
        }
        return order;
    }

    private int[] images(int epoch) {
        SplittableRandom random = Seeds.at(settings.seed(), epoch);
        return switch (settings.order()) {
            case LISTED -> IntStream.range(0, dataset.size()).toArray();
            case SHUFFLED -> Seeds.permutation(dataset.size(), random);
            case BALANCED -> new ClassBalance(dataset).draw(random);
        };
    }

    private Batch load(long iteration) throws IOException {
        int epoch = Math.toIntExact(iteration / batchesPerEpoch());
        Augmentation augmentation = settings.augmentation().apply(epoch);
        AnchorGrid input = settings.sizes().at(iteration);
        List<Drawn> images = order(epoch);
        int batch = (int) (iteration % batchesPerEpoch());
        int from = batch * settings.batchSize()
                + settings.share().part() * settings.share().imagesOf(settings.batchSize());
        int to = Math.min(from + settings.share().imagesOf(settings.batchSize()), images.size());
        List<Sample> samples = new ArrayList<>();
        List<TrainingSample> fitted = new ArrayList<>();
        for (Drawn drawn : images.subList(from, to)) {
            fitted.add(scenes.sample(drawn.image(), augmentation, input, random(epoch, drawn)));
            samples.add(dataset.samples().get(scenes.standIn(drawn.image())));
        }
        return new Batch(samples, fitted);
    }

    /** What is drawn again is augmented in another way. */
    private SplittableRandom random(int epoch, Drawn drawn) {
        return drawn.before() == 0
                ? Seeds.at(settings.seed(), epoch, drawn.image())
                : Seeds.at(settings.seed(), epoch, drawn.image(), drawn.before());
    }
}
