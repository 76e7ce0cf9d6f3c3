package io.github.yolox4j.cli.file;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.ImageFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Images that commands run on: the files that lie directly in a folder, by name, or noise. */
public final class InputImages {

    /** How many images two runtimes are compared on. */
    public static final int COMPARED = 8;

    private static final int LEVELS = 256;

    private InputImages() {}

    /** All image files of a folder, in alphabetical order, but those whose names begin with a dot. */
    public static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException("no such folder: " + folder);
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> ImageFiles.hasImageName(file)
                            && !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    /** The first images of a folder, read; there must be one. */
    public static List<BgrImage> first(int count, Path folder) throws IOException {
        List<BgrImage> images = new ArrayList<>();
        List<Path> files = files(folder);
        for (Path file : files.subList(0, Math.min(count, files.size()))) {
            images.add(ImageFiles.read(file));
        }
        if (images.isEmpty()) {
            throw new IOException("no images directly in " + folder);
        }
        return images;
    }

    /** Images to compare two runtimes on: the first of a folder, if there is one, else so many of noise. */
    public static List<BgrImage> compared(Optional<Path> folder, AnchorGrid grid, int noise) throws IOException {
        return folder.isPresent() ? first(COMPARED, folder.get()) : noise(grid, noise);
    }

    /** Images of seeded noise, a little smaller than the input, smoothed along rows so that they have structure. */
    public static List<BgrImage> noise(AnchorGrid grid, int count) {
        SplittableRandom random = new SplittableRandom(1);
        int width = grid.width() * 7 / 8;
        int height = grid.height() * 13 / 16;
        List<BgrImage> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] pixels = new byte[BgrImage.CHANNELS * height * width];
            float[] level = {LEVELS / 2f, LEVELS / 2f, LEVELS / 2f};
            for (int p = 0; p < pixels.length; p++) {
                int channel = p % BgrImage.CHANNELS;
                level[channel] = 0.9f * level[channel] + 0.1f * random.nextInt(LEVELS);
                pixels[p] = (byte) Math.round(level[channel]);
            }
            images.add(new BgrImage(width, height, pixels));
        }
        return images;
    }
}
