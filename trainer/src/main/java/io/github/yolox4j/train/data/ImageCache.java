package io.github.yolox4j.train.data;

import io.github.yolox4j.model.image.BgrImage;
import io.github.yolox4j.model.image.ImageFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Decoded images, kept as long as they fit into a bound; those read later are decoded each time. Safe for many threads. */
final class ImageCache {

    private final Map<Path, BgrImage> images = new ConcurrentHashMap<>();
    private final AtomicLong free;

    ImageCache(long bytes) {
        this.free = new AtomicLong(bytes);
    }

    /** The image of a file, which nobody may change. */
    BgrImage read(Path file) throws IOException {
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
}
