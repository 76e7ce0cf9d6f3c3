package io.github.yolox4j.train.data.augment;

import io.github.yolox4j.detection.image.opencv.HsvShift;
import io.github.yolox4j.train.data.batch.Scene;
import java.util.SplittableRandom;

/**
 * Moves hue, saturation and value of the whole image, each with probability 1/2 by a whole number that is uniform
 * between plus and minus its gain and truncated toward zero.
 *
 * @param probability that an image is touched at all, 0..1
 * @param hue gain in OpenCV's hue steps of two degrees
 * @param saturation gain, of 255
 * @param value gain, of 255
 */
public record HsvJitter(double probability, int hue, int saturation, int value) {

    public HsvJitter {
        Chance.check("HSV probability", probability);
        if (hue < 0 || saturation < 0 || value < 0) {
            throw new IllegalArgumentException(
                    "gains must not be negative, got " + hue + ", " + saturation + ", " + value);
        }
    }

    /** With the reference's gains. */
    public static HsvJitter of(double probability) {
        return new HsvJitter(probability, 5, 30, 30);
    }

    public Scene apply(Scene scene, SplittableRandom random) {
        return Chance.of(probability, random) ? new Scene(draw(random).apply(scene.image()), scene.boxes()) : scene;
    }

    HsvShift draw(SplittableRandom random) {
        return new HsvShift(shift(hue, random), shift(saturation, random), shift(value, random));
    }

    private static int shift(int gain, SplittableRandom random) {
        int shift = (int) Chance.symmetric(gain, random);
        return random.nextBoolean() ? shift : 0;
    }
}
