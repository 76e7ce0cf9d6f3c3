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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
        Map<Long, List<Path>> byLength = new HashMap<>();
        for (Sample sample : first.samples()) {
            if (Files.isReadable(sample.image())) {
                byLength.computeIfAbsent(Files.size(sample.image()), length -> new ArrayList<>())
                        .add(sample.image());
            }
        }
        Map<Path, String> digests = new HashMap<>();
        Map<Path, Path> shared = new LinkedHashMap<>();
        for (Sample sample : second.samples()) {
            Path image = sample.image();
            if (!Files.isReadable(image)) {
                continue;
            }
            for (Path candidate : byLength.getOrDefault(Files.size(image), List.of())) {
                if (candidate.equals(image) || isSame(candidate, image, digests)) {
                    shared.put(image, candidate);
                    break;
                }
            }
        }
        return shared;
    }

    private static boolean isSame(Path one, Path other, Map<Path, String> digests) throws IOException {
        return end(one).equals(end(other)) && digest(one, digests).equals(digest(other, digests));
    }

    private static ByteBuffer end(Path file) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            channel.position(Math.max(0, channel.size() - END));
            ByteBuffer bytes = ByteBuffer.allocate(END);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // Reads until the end.
            }
            return bytes.flip();
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
