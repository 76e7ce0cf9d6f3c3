package io.github.yolox4j.cli.file;

import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.ImageFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The image files that lie directly in a folder, by name. */
public record ImageFolder(Path folder) {

    /** All of them, in alphabetical order. */
    public List<Path> files() throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException("no such folder: " + folder);
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(ImageFiles::hasImageName).sorted().toList();
        }
    }

    /** The first of them, read; there must be one. */
    public List<BgrImage> first(int count) throws IOException {
        List<BgrImage> images = new ArrayList<>();
        List<Path> files = files();
        for (Path file : files.subList(0, Math.min(count, files.size()))) {
            images.add(ImageFiles.read(file));
        }
        if (images.isEmpty()) {
            throw new IOException("no images directly in " + folder);
        }
        return images;
    }
}
