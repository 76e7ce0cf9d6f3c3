package io.github.yolox4j.cli.file;

import io.github.yolox4j.detection.image.ImageFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A folder for drawn copies of images: JPEG and PNG under the image's name, others as {@code NAME.png}. */
public final class Drawings {

    private final Path folder;

    private Drawings(Path folder) {
        this.folder = folder;
    }

    /** Makes the folder, unless two images would be written to one file, or one over an image. */
    public static Drawings of(Path folder, List<Path> images) throws IOException {
        Drawings drawings = new Drawings(folder);
        Inputs originals = Inputs.of(images);
        Map<Path, Path> drawn = new HashMap<>();
        for (Path image : images) {
            Path target = drawings.of(image);
            originals.refuseAsOutput(target);
            Path other = drawn.put(target, image);
            if (other != null) {
                throw new IOException(
                        other + " and " + image + " have the same name; their drawings would both be " + target);
            }
        }
        Files.createDirectories(folder);
        return drawings;
    }

    /** Where an image's drawing goes. */
    public Path of(Path image) {
        return folder.resolve(image.getFileName() + (ImageFiles.isWritable(image) ? "" : ".png"));
    }
}
