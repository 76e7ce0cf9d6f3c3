package io.github.yolox4j.detection.image;

/**
 * Bilinear scaling of 8-bit pixels with weights of 11 bits.
 *
 * <p>The pixel in column \(x\) of the scaled image lies at \( (x + 1/2)\,W/w - 1/2 \) of the image's columns, cut to
 * the image; the two columns beside it count by their distance. Rows likewise. The weights are rounded to multiples of
 * \(2^{-11}\), and the result as OpenCV's {@code INTER_LINEAR} rounds it.
 */
final class FixedPointResize {

    private static final int WEIGHT_BITS = 11;
    private static final int ONE = 1 << WEIGHT_BITS;

    private final BgrImage image;
    private final Axis columns;
    private final Axis rows;

    FixedPointResize(BgrImage image, int width, int height) {
        this.image = image;
        this.columns = new Axis(image.width(), width, Edge.WHOLE);
        this.rows = new Axis(image.height(), height, Edge.SHARED);
    }

    BgrImage image() {
        int width = columns.size();
        int height = rows.size();
        byte[] scaled = new byte[Math.multiplyExact(Math.multiplyExact(width, height), BgrImage.CHANNELS)];
        int[] above = new int[width * BgrImage.CHANNELS];
        int[] below = new int[width * BgrImage.CHANNELS];
        int aboveRow = -1;
        int belowRow = -1;
        int at = 0;
        for (int y = 0; y < height; y++) {
            int first = rows.first[y];
            int second = rows.second[y];
            if (first != aboveRow) {
                if (first == belowRow) {
                    int[] reused = above;
                    above = below;
                    below = reused;
                    belowRow = -1;
                } else {
                    scaleRow(first, above);
                }
                aboveRow = first;
            }
            if (second != belowRow) {
                scaleRow(second, below);
                belowRow = second;
            }
            for (int i = 0; i < above.length; i++) {
                int sum =
                        (rows.firstWeight[y] * (above[i] >> 4) >> 16) + (rows.secondWeight[y] * (below[i] >> 4) >> 16);
                scaled[at++] = (byte) (sum + 2 >> 2);
            }
        }
        return new BgrImage(width, height, scaled);
    }

    /** One row of the image, its columns scaled; numbers of 8 + 11 bits. */
    private void scaleRow(int row, int[] target) {
        byte[] pixels = image.pixels();
        int start = row * image.width() * BgrImage.CHANNELS;
        for (int x = 0, at = 0; x < columns.size(); x++) {
            int left = start + columns.first[x] * BgrImage.CHANNELS;
            int right = start + columns.second[x] * BgrImage.CHANNELS;
            for (int channel = 0; channel < BgrImage.CHANNELS; channel++) {
                target[at++] = (pixels[left + channel] & 0xff) * columns.firstWeight[x]
                        + (pixels[right + channel] & 0xff) * columns.secondWeight[x];
            }
        }
    }

    /**
     * What counts of the image's first or last place where there is none beyond it. OpenCV treats columns and rows
     * differently.
     */
    private enum Edge {
        /** It counts alone. */
        WHOLE,
        /** It counts twice, by two weights, which are rounded one by one. */
        SHARED
    }

    /** For each place along one axis of the scaled image, the two places of the image and their weights. */
    private static final class Axis {

        private final int[] first;
        private final int[] second;
        private final int[] firstWeight;
        private final int[] secondWeight;

        Axis(int from, int to, Edge edge) {
            first = new int[to];
            second = new int[to];
            firstWeight = new int[to];
            secondWeight = new int[to];
            double step = (double) from / to;
            for (int i = 0; i < to; i++) {
                float place = (float) ((i + 0.5) * step - 0.5);
                int whole = (int) Math.floor(place);
                boolean isOutside = whole < 0 || whole >= from - 1;
                float share = isOutside && edge == Edge.WHOLE ? 0 : place - whole;
                first[i] = Math.max(0, Math.min(whole, from - 1));
                second[i] = Math.max(0, Math.min(whole + 1, from - 1));
                firstWeight[i] = (int) Math.rint((1 - share) * ONE);
                secondWeight[i] = (int) Math.rint(share * ONE);
            }
        }

        int size() {
            return first.length;
        }
    }
}
