package io.github.yolox4j.train;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * The folder that a run writes into, held by one run at a time: whoever opens it closes it, and a killed process lets
 * go of it.
 */
final class RunFolder implements AutoCloseable {

    private static final String LOCK = ".lock";

    private final Path folder;
    private final FileChannel channel;

    private RunFolder(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /** @throws IOException if another run holds the folder, or it cannot be made or written */
    static RunFolder hold(Path folder) throws IOException {
        Files.createDirectories(folder);
        FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            channel.close();
            throw taken(folder, heldByThisProcess);
        }
        if (lock == null) {
            channel.close();
            throw taken(folder, null);
        }
        return new RunFolder(folder, channel);
    }

    private static IOException taken(Path folder, Throwable cause) {
        return new IOException(
                "another run is writing into " + folder + "; choose another folder or wait until it ends", cause);
    }

    /** The checkpoint after the last epoch that has ended. */
    static Path last(Path folder) {
        return folder.resolve("last.ckpt");
    }

    Path last() {
        return last(folder);
    }

    /** The checkpoint of the highest AP. */
    static Path best(Path folder) {
        return folder.resolve("best.ckpt");
    }

    Path best() {
        return best(folder);
    }

    Path path() {
        return folder;
    }

    Path after(int epochs) {
        return folder.resolve(String.format(Locale.ROOT, "epoch_%04d.ckpt", epochs));
    }

    Path metrics() {
        return folder.resolve("metrics.csv");
    }

    /** What a step that gave no number was about. */
    Path diverged() {
        return folder.resolve("diverged.json");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
