package io.github.yolox4j.train.data.augment;

import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.ImageCanvas;
import io.github.yolox4j.train.data.LabeledBox;
import io.github.yolox4j.train.data.batch.Scene;
import io.github.yolox4j.train.data.batch.SceneSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Images with one bright block on black, and where the block is found again. */
final class Marked {

    /** Halfway between black and white: edges are found in the middle of what interpolation makes of them. */
    static final int BRIGHT = 127;

    private static final int WHITE = 255;

    private Marked() {}

    /** A white block; its box marks it. */
    static Scene scene(int width, int height, int left, int top, int right, int bottom) {
        BgrImage image = new ImageCanvas(width, height, 0)
                .paste(new ImageCanvas(right - left, bottom - top, WHITE).image(), left, top)
                .image();
        return new Scene(image, List.of(LabeledBox.ofCorners(0, left, top, right, bottom)));
    }

    /** Images of different shapes with a block of random size and place; the class of its box is the image's number. */
    static SceneSource source(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Scene> scenes = IntStream.range(0, count)
                .mapToObj(i -> {
                    int width = random.nextInt(60, 200);
                    int height = random.nextInt(60, 200);
                    int left = random.nextInt(width - 30);
                    int top = random.nextInt(height - 30);
                    int right = random.nextInt(left + 25, width);
                    int bottom = random.nextInt(top + 25, height);
                    return new Scene(
                            scene(width, height, left, top, right, bottom).image(),
                            List.of(LabeledBox.ofCorners(i, left, top, right, bottom)));
                })
                .toList();
        return new SceneSource() {
            @Override
            public int size() {
                return scenes.size();
            }

            @Override
            public List<LabeledBox> boxes(int index) {
                return scenes.get(index).boxes();
            }

            @Override
            public Scene scene(int index) {
                return scenes.get(index);
            }
        };
    }

    static boolean isBright(BgrImage image, int x, int y, int level) {
        return image.get(x, y, 0) > level;
    }

    /** The smallest box around all pixels brighter than a level; it must have some. */
    static LabeledBox find(BgrImage image, int level) {
        int x1 = image.width();
        int y1 = image.height();
        int x2 = 0;
        int y2 = 0;
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                if (isBright(image, x, y, level)) {
                    x1 = Math.min(x1, x);
                    y1 = Math.min(y1, y);
                    x2 = Math.max(x2, x + 1);
                    y2 = Math.max(y2, y + 1);
                }
            }
        }
        return LabeledBox.ofCorners(0, x1, y1, x2, y2);
    }
}
