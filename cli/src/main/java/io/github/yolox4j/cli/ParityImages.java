package io.github.yolox4j.cli;

import io.github.yolox4j.model.decode.AnchorGrid;
import io.github.yolox4j.model.image.BgrImage;
import io.github.yolox4j.model.image.ImageFiles;
import io.github.yolox4j.model.image.Letterbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Inputs on which two runtimes are compared. */
final class ParityImages {

    private static final int COUNT = 8;
    private static final int LEVELS = 256;

    private ParityImages() {}

    /** The first images of a folder, letterboxed. */
    static List<float[]> of(Path folder, AnchorGrid grid) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException("no such folder: " + folder);
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(ImageFiles::hasImageName).sorted().limit(COUNT).toList();
        }
        if (files.isEmpty()) {
            throw new IOException("no images in " + folder);
        }
        return of(files, grid);
    }

    static List<float[]> of(List<Path> files, AnchorGrid grid) throws IOException {
        List<float[]> images = new ArrayList<>();
        for (Path file : files) {
            BgrImage image = ImageFiles.read(file);
            float[] planes = new float[BgrImage.CHANNELS * grid.height() * grid.width()];
            Letterbox.of(image, grid.width(), grid.height()).apply(image).toPlanes(planes, 0);
            images.add(planes);
        }
        return images;
    }

    /** Eight images of seeded noise, smoothed along rows so that they have structure. */
    static List<float[]> noise(AnchorGrid grid) {
        SplittableRandom random = new SplittableRandom(1);
        List<float[]> images = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            float[] planes = new float[BgrImage.CHANNELS * grid.height() * grid.width()];
            float level = LEVELS / 2f;
            for (int p = 0; p < planes.length; p++) {
                level = 0.9f * level + 0.1f * random.nextInt(LEVELS);
                planes[p] = Math.round(level);
            }
            images.add(planes);
        }
        return images;
    }
}
