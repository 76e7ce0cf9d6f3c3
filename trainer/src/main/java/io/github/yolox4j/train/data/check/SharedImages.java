package io.github.yolox4j.train.data.check;

import io.github.yolox4j.model.file.Sha256;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.Sample;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds images of one dataset that are also in another, by their bytes. Only files of equal length are read, and of
 * these the whole only if their ends are equal, so that a large dataset costs little.
 */
public final class SharedImages {

    private static final int END = 4096;

    private SharedImages() {}

    /**
     * The shared images.
     *
     * @return for each image of the second that is in the first, that in the first; files that cannot be read are in
     *     neither
     */
    public static Map<Path, Path> of(Dataset first, Dataset second) throws IOException {
        Set<Long> lengths = lengths(first);
        lengths.retainAll(lengths(second));
        Map<String, List<Path>> byEnd = new HashMap<>();
        for (Sample sample : first.samples()) {
            Path image = sample.image();
            if (Files.isReadable(image) && lengths.contains(Files.size(image))) {
                byEnd.computeIfAbsent(end(image), end -> new ArrayList<>()).add(image);
            }
        }
        Map<Path, String> digests = new HashMap<>();
        Map<Path, Path> shared = new LinkedHashMap<>();
        for (Sample sample : second.samples()) {
            Path image = sample.image();
            if (!Files.isReadable(image) || !lengths.contains(Files.size(image))) {
                continue;
            }
            for (Path candidate : byEnd.getOrDefault(end(image), List.of())) {
                if (candidate.equals(image) || digest(candidate, digests).equals(digest(image, digests))) {
                    shared.put(image, candidate);
                    break;
                }
            }
        }
        return shared;
    }

    private static Set<Long> lengths(Dataset dataset) throws IOException {
        Set<Long> lengths = new HashSet<>();
        for (Sample sample : dataset.samples()) {
            if (Files.isReadable(sample.image())) {
                lengths.add(Files.size(sample.image()));
            }
        }
        return lengths;
    }

    /** The length of a file and the digest of its last bytes. */
    private static String end(Path file) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            channel.position(Math.max(0, channel.size() - END));
            ByteBuffer bytes = ByteBuffer.allocate(END);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // Reads until the end.
            }
            byte[] read = new byte[bytes.flip().remaining()];
            bytes.get(read);
            return channel.size() + " " + Sha256.of(read);
        }
    }

    private static String digest(Path file, Map<Path, String> digests) throws IOException {
        String known = digests.get(file);
        if (known == null) {
            known = Sha256.of(Files.readAllBytes(file));
            digests.put(file, known);
        }
        return known;
    }
}
