package io.github.yolox4j.runtime;

import io.github.yolox4j.onnx.file.OnnxModel;
import io.github.yolox4j.ort.GraphOptimisation;
import io.github.yolox4j.ort.LoadedModel;
import io.github.yolox4j.ort.SessionSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of training steps as ONNX Runtime optimised them, so that the next run begins some seconds earlier. A step
 * is found by all that decides what it computes, the libraries that make it included; so it gives bit for bit what a
 * new one gives. Of more than {@value #MOST} files those unused for longest are deleted, and no other files of the
 * folder. Several processes of one user may share it. If it cannot be written, steps are made anew, with one line in
 * the log.
 */
public final class StepCache {

    /** Two networks with all sizes of multi-scale training, and some more. */
    static final int MOST = 32;

    private static final Logger LOG = LoggerFactory.getLogger(StepCache.class);
    private static final String ENDING = ".onnx";
    private static final String DRAFT = "step";
    private static final String UNFINISHED = ".part";
    private static final Pattern OWN = Pattern.compile("[0-9a-f]{64}\\.onnx|step[0-9]+\\.part");
    private static final String NOT_KEPT = "this training step is not kept for the next run: {}";

    private final Optional<Path> folder;

    private StepCache(Optional<Path> folder) {
        this.folder = folder;
    }

    /** Keeps nothing. */
    public static StepCache none() {
        return new StepCache(Optional.empty());
    }

    /** Keeps steps in a folder, which is made when the first one comes. */
    public static StepCache in(Path folder) {
        return new StepCache(Optional.of(folder));
    }

    /** Where steps are kept; none if nowhere. */
    public Optional<Path> folder() {
        return folder;
    }

    /**
     * A step, ready to run.
     *
     * @param request for the key of what it computes, asked if steps are kept here; none if this one cannot be
     * @param lowering makes it, if it is not here
     * @throws IOException if ONNX Runtime does not accept it
     */
    LoadedModel load(Supplier<Optional<String>> request, Supplier<OnnxModel> lowering, SessionSettings settings)
            throws IOException {
        Optional<String> key = folder.isPresent() ? request.get() : Optional.empty();
        if (key.isEmpty()) {
            return LoadedModel.of(lowering.get(), settings, GraphOptimisation.PORTABLE);
        }
        Path file = folder.get().resolve(key.get() + ENDING);
        Optional<LoadedModel> kept = kept(file, settings);
        return kept.isPresent() ? kept.get() : keep(file, lowering.get(), settings);
    }

    private static Optional<LoadedModel> kept(Path file, SessionSettings settings) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            LoadedModel model = LoadedModel.open(file, settings, GraphOptimisation.NONE);
            noteUse(file);
            return Optional.of(model);
        } catch (IOException e) {
            LOG.warn("{} is made again: {}", file, e.getMessage());
            return Optional.empty();
        }
    }

    private static void noteUse(Path file) {
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        } catch (IOException e) {
            LOG.debug("the time of {} stays as it is", file, e); // it is another user's, or was deleted just now
        }
    }

    private static LoadedModel keep(Path file, OnnxModel model, SessionSettings settings) throws IOException {
        Optional<Path> part = Optional.empty();
        try {
            Files.createDirectories(file.getParent());
            part = Optional.of(Files.createTempFile(file.getParent(), DRAFT, UNFINISHED));
            LoadedModel loaded = LoadedModel.keeping(model, settings, part.get());
            publish(part.get(), file);
            return loaded;
        } catch (IOException e) {
            LOG.warn(NOT_KEPT, e.toString());
            if (part.isPresent()) {
                Files.deleteIfExists(part.get());
            }
            return LoadedModel.of(model, settings, GraphOptimisation.PORTABLE);
        }
    }

    private static void publish(Path part, Path file) throws IOException {
        try {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.warn(NOT_KEPT, e.toString());
            Files.deleteIfExists(part);
        }
        try {
            deleteOldest(file.getParent());
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("old training steps in {} are left to the next run", file.getParent(), e);
        }
    }

    private static void deleteOldest(Path folder) throws IOException {
        Map<Path, FileTime> used = new HashMap<>();
        try (Stream<Path> all = Files.list(folder)) {
            all.filter(StepCache::isOwn).forEach(file -> used.put(file, lastUsed(file)));
        }
        List<Path> old = used.entrySet().stream()
                .sorted(Map.Entry.<Path, FileTime>comparingByValue().reversed())
                .skip(MOST)
                .map(Map.Entry::getKey)
                .toList();
        for (Path file : old) {
            Files.deleteIfExists(file);
        }
    }

    private static boolean isOwn(Path file) {
        return OWN.matcher(file.getFileName().toString()).matches();
    }

    private static FileTime lastUsed(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
