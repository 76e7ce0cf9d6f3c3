package io.github.yolox4j.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The paths of a command line on this machine: what lies in a file system of Hadoop is copied before training, and what
 * rank 0 writes is copied back while it trains and at its end. Paths without a scheme are left as they are: all machines
 * see them. Whoever makes one closes it.
 */
final class LocalPaths implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LocalPaths.class);
    private static final List<String> WRITTEN = List.of("--output", "--resume");
    private static final long SECONDS = 2;

    private final Path folder;
    private final TrainingArguments arguments;
    private final Optional<Upload> upload;

    private LocalPaths(Path folder, TrainingArguments arguments, Optional<Upload> upload) {
        this.folder = folder;
        this.arguments = arguments;
        this.upload = upload;
    }

    static LocalPaths of(TrainingArguments remote, Map<String, String> files, int rank) throws IOException {
        Path folder = Files.createTempDirectory("yolox4j-rank");
        TrainingArguments local = remote;
        for (String option : remote.options(RemoteFolder::isOne, WRITTEN)) {
            String value = remote.value(option).orElseThrow();
            Path copy = folder.resolve(option.substring(2)).resolve(nameOf(value));
            new RemoteFolder(value, files).copyTo(copy);
            local = local.with(option, copy.toString());
        }
        Optional<Upload> upload = Optional.empty();
        for (String option : WRITTEN) {
            Optional<String> value = remote.value(option).filter(RemoteFolder::isOne);
            if (value.isPresent()) {
                Path copy = folder.resolve("run").resolve(nameOf(value.get()));
                RemoteFolder run = new RemoteFolder(value.get(), files);
                if (run.exists()) {
                    run.copyTo(copy);
                }
                local = local.with(option, copy.toString());
                upload = rank == 0 ? Optional.of(new Upload(copy, run)) : Optional.empty();
            }
        }
        return new LocalPaths(folder, local, upload);
    }

    private static String nameOf(String remote) {
        String[] parts = remote.split("/");
        return parts[parts.length - 1];
    }

    TrainingArguments arguments() {
        return arguments;
    }

    /** Copies back what has not been, and removes the copies. */
    @Override
    public void close() throws IOException {
        if (upload.isPresent()) {
            upload.get().close();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Copies a folder again and again, of which files have changed. */
    private static final class Upload {

        private final Path local;
        private final RemoteFolder remote;
        private final Map<Path, Long> known = new HashMap<>();
        private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
        private final ScheduledFuture<?> copies;

        Upload(Path local, RemoteFolder remote) {
            this.local = local;
            this.remote = remote;
            copies = thread.scheduleWithFixedDelay(this::copyOrWarn, SECONDS, SECONDS, TimeUnit.SECONDS);
        }

        /** A file may vanish while it is looked at, or the other side not answer: the next copy makes up for it. */
        private void copyOrWarn() {
            try {
                copy();
            } catch (IOException | UncheckedIOException e) {
                LOG.warn("cannot copy {} to {} now, tries again: {}", local, remote.name(), e.getMessage());
            }
        }

        private void copy() throws IOException {
            if (Files.isDirectory(local)) {
                remote.copyFrom(local, known);
            }
        }

        void close() throws IOException {
            copies.cancel(false);
            thread.shutdown();
            try {
                if (!thread.awaitTermination(1, TimeUnit.HOURS)) {
                    throw new IOException("copying " + local + " to " + remote.name() + " does not end");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while " + local + " is copied to " + remote.name(), e);
            }
            copy();
        }
    }
}
