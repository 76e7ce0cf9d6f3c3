package io.github.yolox4j.verify.export;

import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.Letterbox;
import java.util.Arrays;

/**
 * What a file that letterboxes images itself should make of one, computed in double precision: pixel \(x\) of
 * the scaled image is taken at \((x + 0.5)\,W / w - 0.5\), between the two nearest pixels, and not rounded to
 * whole levels.
 */
final class BilinearLetterbox {

    private BilinearLetterbox() {}

    /** Planes {@code [3, height, width]}, blue first. */
    static float[] planes(BgrImage image, Letterbox box) {
        int plane = box.inputHeight() * box.inputWidth();
        float[] planes = new float[BgrImage.CHANNELS * plane];
        Arrays.fill(planes, Letterbox.PADDING);
        for (int y = 0; y < box.scaledHeight(); y++) {
            Between row = Between.at(y, image.height(), box.scaledHeight());
            for (int x = 0; x < box.scaledWidth(); x++) {
                Between column = Between.at(x, image.width(), box.scaledWidth());
                for (int c = 0; c < BgrImage.CHANNELS; c++) {
                    double upper = column.of(image.get(column.low, row.low, c), image.get(column.high, row.low, c));
                    double lower = column.of(image.get(column.low, row.high, c), image.get(column.high, row.high, c));
                    planes[c * plane + y * box.inputWidth() + x] = (float) row.of(upper, lower);
                }
            }
        }
        return planes;
    }

    private record Between(int low, int high, double share) {

        static Between at(int position, int from, int to) {
            double at = Math.max(0, Math.min(from - 1.0, (position + 0.5) * from / to - 0.5));
            int low = (int) at;
            return new Between(low, Math.min(low + 1, from - 1), at - low);
        }

        double of(double a, double b) {
            return a + (b - a) * share;
        }
    }
}
