package io.github.yolox4j.cli.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A folder for drawn copies of images, each under its image's name. */
public final class Drawings {

    private final Path folder;

    private Drawings(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes the folder.
     *
     * @throws IOException if two images would be written to one file, or one over an image
     */
    public static Drawings of(Path folder, List<Path> images) throws IOException {
        Drawings drawings = new Drawings(folder);
        Set<Path> originals = new HashSet<>();
        for (Path image : images) {
            originals.add(image.toRealPath());
        }
        Map<Path, Path> drawn = new HashMap<>();
        for (Path image : images) {
            Path target = drawings.of(image);
            if (Files.exists(target) && originals.contains(target.toRealPath())) {
                throw new IOException("the drawn " + image + " would replace the image " + target
                        + "; name another folder than " + folder);
            }
            Path other = drawn.put(target, image);
            if (other != null) {
                throw new IOException(
                        other + " and " + image + " have the same name; their drawings cannot both be " + target);
            }
        }
        Files.createDirectories(folder);
        return drawings;
    }

    /** Where an image's drawing goes. */
    public Path of(Path image) {
        return folder.resolve(image.getFileName());
    }
}
