package io.github.yolox4j.train.data.cache;

import io.github.yolox4j.detection.file.WholeFile;
import io.github.yolox4j.detection.image.BgrImage;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of images by name, with a bound that holds for all processes that write into it. The time of a file is that
 * of its last use; only files that were not used since the folder was opened here, or by anybody else meanwhile, give
 * way to others. Where a run reads more images than fit, it so keeps those that came first, instead of replacing each
 * before its turn comes again.
 *
 * <p>Nothing here makes a run fail: what cannot be read from the folder is missing from it, and after what cannot be
 * written there is one warning and no further attempt.
 */
final class CacheFolder {

    private static final Logger LOG = LoggerFactory.getLogger(CacheFolder.class);
    private static final String ENDING = ".bgr";

    /** What stays free on the disk, for checkpoints. */
    private static final long RESERVE = 512L << 20;

    /** The folder is counted anew after an eighth of the bound was written: others may write too. */
    private static final int COUNTS = 8;

    /** After which a draft is one of a process that was killed. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    private final Path folder;
    private final FileStore disk;
    private final long bound;
    private final long reserve;
    private final Instant opened = Instant.now();
    private final Deque<Kept> unused = new ArrayDeque<>();
    private long held;
    private long writtenSinceCount;
    private boolean isWritten = true;

    private record Kept(Path file, long bytes, Instant used) {}

    private CacheFolder(Path folder, FileStore disk, long bound, long reserve) {
        this.folder = folder;
        this.disk = disk;
        this.bound = bound;
        this.reserve = reserve;
    }

    static CacheFolder open(Path folder, long bound) throws IOException {
        return open(folder, bound, RESERVE);
    }

    /** @param reserve what stays free on the disk */
    static CacheFolder open(Path folder, long bound, long reserve) throws IOException {
        if (bound < 0) {
            throw new IllegalArgumentException("a cache needs at least 0 bytes, got " + bound);
        }
        Files.createDirectories(folder);
        CacheFolder opened = new CacheFolder(folder, Files.getFileStore(folder), bound, reserve);
        opened.count();
        opened.makeRoom(0);
        return opened;
    }

    Optional<BgrImage> find(String name) {
        Path file = file(name);
        try {
            Optional<BgrImage> image = StoredImage.read(file);
            if (image.isPresent()) {
                touch(file);
            } else {
                Files.deleteIfExists(file);
            }
            return image;
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        } catch (IOException e) {
            giveUp(e);
            return Optional.empty();
        }
    }

    void keep(String name, BgrImage image) {
        long bytes = StoredImage.bytes(image);
        try {
            if (reserve(bytes)) {
                Path file = file(name);
                WholeFile.writeAmongOthers(file, out -> StoredImage.write(image, out));
                touch(file);
            }
        } catch (IOException e) {
            giveUp(e);
        }
    }

    private static void touch(Path file) throws IOException {
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        } catch (NoSuchFileException e) {
            // another process removed it
        }
    }

    private synchronized boolean reserve(long bytes) throws IOException {
        if (!isWritten || bytes > bound) {
            return false;
        }
        if (writtenSinceCount > bound / COUNTS) {
            count();
        }
        if (!makeRoom(bytes)) {
            return false;
        }
        long free = disk.getUsableSpace();
        if (free - bytes < reserve) {
            throw new IOException("the disk of " + folder + " has only " + (free >> 20) + " MB left");
        }
        held += bytes;
        writtenSinceCount += bytes;
        return true;
    }

    private synchronized boolean makeRoom(long bytes) throws IOException {
        while (held + bytes > bound && !unused.isEmpty()) {
            Kept oldest = unused.poll();
            if (isUnused(oldest) && Files.deleteIfExists(oldest.file())) {
                held -= oldest.bytes();
            }
        }
        return held + bytes <= bound;
    }

    private boolean isUnused(Kept kept) throws IOException {
        try {
            return Files.getLastModifiedTime(kept.file()).toInstant().isBefore(opened);
        } catch (NoSuchFileException e) {
            held -= kept.bytes(); // another process removed it
            return false;
        }
    }

    private synchronized void count() throws IOException {
        List<Kept> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                look(file).ifPresent(found::add);
            }
        }
        held = found.stream().mapToLong(Kept::bytes).sum();
        writtenSinceCount = 0;
        unused.clear();
        found.stream()
                .filter(kept -> kept.used().isBefore(opened))
                .sorted(Comparator.comparing(Kept::used))
                .forEach(unused::add);
    }

    private Optional<Kept> look(Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            Instant used = attributes.lastModifiedTime().toInstant();
            if (file.toString().endsWith(WholeFile.DRAFT) && used.isBefore(opened.minus(ABANDONED))) {
                Files.deleteIfExists(file);
            }
            return file.toString().endsWith(ENDING)
                    ? Optional.of(new Kept(file, attributes.size(), used))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty(); // another process removed it
        }
    }

    /**
     * Says once what is the matter, and keeps no more; a thread that was told to stop cannot read or write, whatever
     * the disk.
     */
    private synchronized void giveUp(IOException e) {
        if (isWritten && !Thread.currentThread().isInterrupted()) {
            isWritten = false;
            String reason = e instanceof FileSystemException ? e.toString() : e.getMessage();
            LOG.warn("the image cache {} stops storing images; the run continues without it: {}", folder, reason);
        }
    }

    private Path file(String name) {
        return folder.resolve(name + ENDING);
    }

    @Override
    public String toString() {
        return "in " + folder + ", at most " + (bound >> 20) + " MB";
    }
}
