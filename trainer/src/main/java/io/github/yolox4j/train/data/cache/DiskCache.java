package io.github.yolox4j.train.data.cache;

import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.ImageFiles;
import io.github.yolox4j.model.file.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * Images in a folder. Each is kept under a fingerprint of all that its pixels come from: path, size and time of
 * modification of its file, and what decoded it.
 */
final class DiskCache implements ImageCache {

    private static final int DIGITS = 32;

    private final CacheFolder folder;

    DiskCache(CacheFolder folder) {
        this.folder = folder;
    }

    @Override
    public BgrImage read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return ImageFiles.read(file); // which says what is wrong
        }
        String name = fingerprint(file);
        Optional<BgrImage> kept = folder.find(name);
        if (kept.isPresent()) {
            return kept.get();
        }
        BgrImage image = ImageFiles.read(file);
        folder.keep(name, image);
        return image;
    }

    private static String fingerprint(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        String source = String.join(
                "\n",
                file.toAbsolutePath().normalize().toString(),
                Long.toString(attributes.size()),
                attributes.lastModifiedTime().toString(),
                ImageFiles.decoder());
        return Sha256.of(source.getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS);
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
