package io.github.yolox4j.cli.train;

import io.github.yolox4j.train.data.cache.ImageCache;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where decoded training images are kept. */
final class CacheOptions {

    private static final String FOLDER = ".yolox4j-images";
    private static final long MEGA = 1L << 20;
    private static final int DISK_MB = 8192;

    enum Place {
        MEMORY,
        DISK,
        NONE
    }

    @Option(
            names = "--cache",
            defaultValue = "memory",
            paramLabel = "PLACE",
            description = "Where to cache decoded images: memory, disk (also for later runs) or none. A cache "
                    + "does not change the result (default: ${DEFAULT-VALUE}).")
    private Place place;

    @Option(
            names = "--cache-mb",
            paramLabel = "N",
            description = "Maximum size of the cache (default: " + DISK_MB
                    + " on disk; ${bundle:cache.memory-mb} in memory, or a quarter of the Java heap if that is less).")
    private Optional<Integer> megabytes = Optional.empty();

    @Option(
            names = "--cache-dir",
            paramLabel = "DIR",
            description = "Folder of the disk cache. Several runs may share it (default: " + FOLDER
                    + " next to the folder of the run).")
    private Optional<Path> folder = Optional.empty();

    /** Opens the cache asked for, of a run in this folder. */
    ImageCache open(Path run) throws IOException {
        if (folder.isPresent() && place != Place.DISK) {
            throw new IllegalArgumentException("--cache-dir needs --cache disk, but the cache is "
                    + place.name().toLowerCase(Locale.ROOT));
        }
        if (megabytes.isPresent() && place == Place.NONE) {
            throw new IllegalArgumentException("--cache-mb needs --cache memory or disk, but the cache is none");
        }
        if (megabytes.isPresent() && megabytes.get() < 1) {
            throw new IllegalArgumentException("--cache-mb must be at least 1, got " + megabytes.get());
        }
        return switch (place) {
            case NONE -> ImageCache.none();
            case MEMORY -> megabytes.isPresent() ? inMemory(megabytes.get()) : ImageCache.memory();
            case DISK -> ImageCache.disk(
                    folder.orElse(run.toAbsolutePath().resolveSibling(FOLDER)), megabytes.orElse(DISK_MB) * MEGA);
        };
    }

    private static ImageCache inMemory(int megabytes) {
        long heap = Runtime.getRuntime().maxMemory() / MEGA;
        if (megabytes > heap * 3 / 4) {
            throw new IllegalArgumentException("--cache-mb " + megabytes + " does not fit into a Java heap of " + heap
                    + " MB together with everything else; " + heap * 3 / 4
                    + " would fit. Use a larger heap (YOLOX4J_HEAP=4g) or --cache disk");
        }
        return ImageCache.memory(megabytes * MEGA);
    }
}
