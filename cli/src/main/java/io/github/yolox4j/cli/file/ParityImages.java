package io.github.yolox4j.cli.file;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.image.BgrImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Images on which two runtimes are compared. */
public final class ParityImages {

    /** How many images. */
    public static final int COUNT = 8;

    private static final int LEVELS = 256;

    private ParityImages() {}

    /** The first images of a folder. */
    public static List<BgrImage> of(Path folder) throws IOException {
        return new ImageFolder(folder).first(COUNT);
    }

    /** The first images of a folder, if there is one, else so many of noise. */
    public static List<BgrImage> of(Optional<Path> folder, AnchorGrid grid, int noise) throws IOException {
        return folder.isPresent() ? of(folder.get()) : noise(grid, noise);
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
