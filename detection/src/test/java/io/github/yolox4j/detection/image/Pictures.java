package io.github.yolox4j.detection.image;

import java.util.SplittableRandom;

/** Images for tests. */
public final class Pictures {

    private Pictures() {}

    /** Independent random bytes. */
    public static BgrImage noise(int width, int height, long seed) {
        byte[] pixels = new byte[width * height * BgrImage.CHANNELS];
        new SplittableRandom(seed).nextBytes(pixels);
        return new BgrImage(width, height, pixels);
    }

    /** Every pixel the same. */
    public static BgrImage plain(int width, int height, int blue, int green, int red) {
        byte[] pixels = new byte[width * height * BgrImage.CHANNELS];
        for (int i = 0; i < pixels.length; i += BgrImage.CHANNELS) {
            pixels[i] = (byte) blue;
            pixels[i + 1] = (byte) green;
            pixels[i + 2] = (byte) red;
        }
        return new BgrImage(width, height, pixels);
    }
}
