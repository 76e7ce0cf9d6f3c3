package io.github.yolox4j.train.data;

import io.github.yolox4j.model.decode.AnchorGrid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Turns a dataset into batches, decoded ahead on background threads. What a batch holds depends on the settings, the epoch and
 * its place in it, never on the threads' timing. Whoever makes a loader closes it; its images are cached within a bound.
 */
public final class BatchLoader implements AutoCloseable {

    /**
     * What batches are made of.
     *
     * @param sizes of the input, by iteration
     * @param batchSize images per batch
     * @param seed of order and augmentation
     * @param shuffled whether each epoch has its own order; else all have the dataset's, and an incomplete last batch is kept
     * @param augmentation of every image, by epoch
     * @param threads that decode
     * @param cacheBytes bound of the decoded images that are kept
     */
    public record Settings(
            SizeSchedule sizes,
            int batchSize,
            long seed,
            boolean shuffled,
            AugmentationSchedule augmentation,
            int threads,
            long cacheBytes) {

        private static final int DEFAULT_THREADS = 2;
        private static final long DEFAULT_CACHE = 256L << 20;

        public Settings {
            if (batchSize < 1 || threads < 1 || cacheBytes < 0) {
                throw new IllegalArgumentException("need batchSize and threads of at least 1 and cacheBytes"
                        + " of at least 0, got " + batchSize + ", " + threads + " and " + cacheBytes);
            }
        }

        /** Shuffled; an incomplete last batch is dropped. */
        public static Settings training(
                SizeSchedule sizes, int batchSize, long seed, AugmentationSchedule augmentation) {
            return new Settings(sizes, batchSize, seed, true, augmentation, DEFAULT_THREADS, DEFAULT_CACHE);
        }

        /** Every image once, as it is, in the dataset's order. */
        public static Settings evaluation(int height, int width, int batchSize) {
            return new Settings(
                    SizeSchedule.fixed(new AnchorGrid(height, width)),
                    batchSize,
                    0,
                    false,
                    AugmentationSchedule.always(Augmentation.none()),
                    DEFAULT_THREADS,
                    DEFAULT_CACHE);
        }

        public Settings withThreads(int other) {
            return new Settings(sizes, batchSize, seed, shuffled, augmentation, other, cacheBytes);
        }

        public Settings withCacheBytes(long other) {
            return new Settings(sizes, batchSize, seed, shuffled, augmentation, threads, other);
        }
    }

    private final Dataset dataset;
    private final Settings settings;
    private final DatasetScenes scenes;
    private final ExecutorService executor;

    /** Starts the threads; nothing is read before the first epoch. */
    public BatchLoader(Dataset dataset, Settings settings) {
        if (dataset.size() == 0) {
            throw new IllegalArgumentException("the dataset has no image");
        }
        if (settings.shuffled() && dataset.size() < settings.batchSize()) {
            throw new IllegalArgumentException(
                    "a batch of " + settings.batchSize() + " images needs as many, the dataset has " + dataset.size());
        }
        this.dataset = dataset;
        this.settings = settings;
        this.scenes = new DatasetScenes(dataset, settings.cacheBytes());
        this.executor = Executors.newFixedThreadPool(settings.threads(), task -> {
            Thread thread = new Thread(task, "batch-loader");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** How many batches every epoch has. */
    public int batchesPerEpoch() {
        int size = settings.batchSize();
        return settings.shuffled() ? dataset.size() / size : (dataset.size() + size - 1) / size;
    }

    /**
     * The batches of an epoch, in their order. A few are prepared ahead; one epoch at a time keeps that bounded.
     *
     * @param epoch from 0; equal numbers give equal batches
     * @return an iterator whose {@code next} throws {@link UncheckedIOException} for an image that cannot be read or has another
     *     size than its annotation says
     */
    public Iterator<Batch> epoch(int epoch) {
        int n = dataset.size();
        int[] order = settings.shuffled()
                ? Seeds.permutation(n, Seeds.at(settings.seed(), epoch))
                : IntStream.range(0, n).toArray();
        return new Epoch(epoch, order);
    }

    /** Stops the threads; an epoch that was not read to its end gives no further batch. */
    @Override
    public void close() {
        executor.shutdownNow();
    }

    private final class Epoch implements Iterator<Batch> {

        private final int number;
        private final int[] order;
        private final Deque<Future<Batch>> ahead = new ArrayDeque<>();
        private int submitted;

        Epoch(int number, int[] order) {
            this.number = number;
            this.order = order;
            for (int i = 0; i <= settings.threads(); i++) {
                submitNext();
            }
        }

        @Override
        public boolean hasNext() {
            return !ahead.isEmpty();
        }

        @Override
        public Batch next() {
            if (ahead.isEmpty()) {
                throw new NoSuchElementException("epoch " + number + " has only " + batchesPerEpoch() + " batches");
            }
            Future<Batch> batch = ahead.remove();
            submitNext();
            try {
                return batch.get();
            } catch (ExecutionException e) {
                throw rethrown(e.getCause());
            } catch (CancellationException e) {
                throw new IllegalStateException("the batch loader was closed", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for a batch", e);
            }
        }

        private void submitNext() {
            if (submitted < batchesPerEpoch()) {
                int from = submitted * settings.batchSize();
                int to = Math.min(from + settings.batchSize(), order.length);
                ahead.add(executor.submit(() -> load(number, order, from, to)));
                submitted++;
            }
        }
    }

    private Batch load(int epoch, int[] order, int from, int to) throws IOException {
        Augmentation augmentation = settings.augmentation().at(epoch);
        long iteration = (long) epoch * batchesPerEpoch() + from / settings.batchSize();
        AnchorGrid input = settings.sizes().at(iteration);
        List<Sample> samples = new ArrayList<>();
        List<TrainingSample> fitted = new ArrayList<>();
        for (int i = from; i < to; i++) {
            samples.add(dataset.samples().get(order[i]));
            fitted.add(scenes.sample(order[i], augmentation, input, settings.seed(), epoch));
        }
        return new Batch(samples, fitted);
    }

    private static RuntimeException rethrown(Throwable cause) {
        if (cause instanceof IOException e) {
            return new UncheckedIOException(e.getMessage(), e);
        }
        if (cause instanceof RuntimeException e) {
            return e;
        }
        if (cause instanceof Error e) {
            throw e;
        }
        return new IllegalStateException(cause);
    }
}
