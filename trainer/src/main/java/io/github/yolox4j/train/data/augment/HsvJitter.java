package io.github.yolox4j.train.data.augment;

import io.github.yolox4j.detection.image.opencv.HsvShift;
import io.github.yolox4j.train.data.batch.Scene;
import java.util.SplittableRandom;

/**
 * Moves hue, saturation and value of the whole image, each with probability 1/2 by a whole number that is uniform
 * between plus and minus its gain and truncated toward zero.
 *
 * @param hue gain in OpenCV's hue steps of two degrees
 * @param saturation gain, of 255
 * @param value gain, of 255
 */
public record HsvJitter(int hue, int saturation, int value) {

    /** The reference's gains. */
    public static final HsvJitter REFERENCE = new HsvJitter(5, 30, 30);

    public HsvJitter {
        if (hue < 0 || saturation < 0 || value < 0) {
            throw new IllegalArgumentException(
                    "gains must not be negative, got " + hue + ", " + saturation + ", " + value);
        }
    }

    public Scene apply(Scene scene, SplittableRandom random) {
        return new Scene(draw(random).apply(scene.image()), scene.boxes());
    }

    HsvShift draw(SplittableRandom random) {
        return new HsvShift(shift(hue, random), shift(saturation, random), shift(value, random));
    }

    private static int shift(int gain, SplittableRandom random) {
        int shift = (int) Chance.symmetric(gain, random);
        return random.nextBoolean() ? shift : 0;
    }
}
