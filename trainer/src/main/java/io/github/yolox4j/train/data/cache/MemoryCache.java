package io.github.yolox4j.train.data.cache;

import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.ImageFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Images in memory, kept as long as they fit into a bound; those read later are decoded each time. */
final class MemoryCache implements ImageCache {

    static final long DEFAULT_BYTES =
            Math.min((long) MEMORY_MB << 20, Runtime.getRuntime().maxMemory() / 4);

    private final Map<Path, BgrImage> images = new ConcurrentHashMap<>();
    private final long bound;
    private final AtomicLong free;

    MemoryCache(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("a cache needs at least 0 bytes, got " + bytes);
        }
        this.bound = bytes;
        this.free = new AtomicLong(bytes);
    }

    @Override
    public BgrImage read(Path file) throws IOException {
        BgrImage kept = images.get(file);
        if (kept != null) {
            return kept;
        }
        BgrImage image = ImageFiles.read(file);
        int bytes = image.pixels().length;
        if (free.addAndGet(-bytes) < 0 || images.putIfAbsent(file, image) != null) {
            free.addAndGet(bytes);
        }
        return image;
    }

    @Override
    public String toString() {
        return bound == 0 ? "none" : "in memory, at most " + (bound >> 20) + " MB";
    }
}
