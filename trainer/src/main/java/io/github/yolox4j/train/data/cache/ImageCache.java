package io.github.yolox4j.train.data.cache;

import io.github.yolox4j.detection.image.BgrImage;
import java.io.IOException;
import java.nio.file.Path;

/** Gives decoded images, some of which it has kept. Which cache gives them changes no pixel. Safe for many threads. */
public sealed interface ImageCache permits MemoryCache, DiskCache {

    /** Megabytes that a cache in memory may take unless told otherwise; less where a quarter of the heap is less. */
    int MEMORY_MB = 256;

    /**
     * The image of a file, which nobody may change.
     *
     * @throws IOException if the image is not kept and its file cannot be read; the message is one line naming the file
     */
    BgrImage read(Path file) throws IOException;

    /** Keeps nothing. */
    static ImageCache none() {
        return new MemoryCache(0);
    }

    /**
     * Keeps images in memory, those that come first, as long as they fit.
     *
     * @param bytes bound of their pixels
     */
    static ImageCache memory(long bytes) {
        return new MemoryCache(bytes);
    }

    /**
     * Keeps images in a part of the memory that leaves room for everything else: at most {@value #MEMORY_MB} MB, or a
     * quarter of the heap.
     */
    static ImageCache memory() {
        return memory(MemoryCache.DEFAULT_BYTES);
    }

    /**
     * Keeps images in a folder, for this run and later ones, and for processes that run at the same time. An image is
     * decoded anew when its file has another size or time of modification than before. To make room, images go that
     * were not used since this cache was opened, those that were not used for longest first. If the disk is full the
     * log says so once, and nothing more is kept.
     *
     * @param folder made if it does not exist; holds nothing else
     * @param bytes bound of the folder; each further process that writes into it may add an eighth
     * @throws IOException if the folder cannot be made or read
     */
    static ImageCache disk(Path folder, long bytes) throws IOException {
        return new DiskCache(CacheFolder.open(folder, bytes));
    }
}
