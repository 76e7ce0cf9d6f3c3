package io.github.yolox4j.losses.box;

import io.github.yolox4j.testkit.SplitMix64;

/** Seeded boxes, rows {@code cx, cy, w, h}. */
final class RandomBoxes {

    /** Few values, so that ties, points, lines, containment and huge distances are frequent. */
    private static final double[] CENTERS = {0, 10, 15, 20, 1e6};

    private static final double[] SIZES = {0, 1e-9, 10, 20, 30, 1e5};

    private final SplitMix64 random;

    private RandomBoxes(SplitMix64 random) {
        this.random = random;
    }

    static RandomBoxes seeded(long seed) {
        return new RandomBoxes(new SplitMix64(seed));
    }

    /** Ordinary boxes in an image of side 640. */
    double[][] rows(int n) {
        double[][] rows = new double[n][];
        for (int i = 0; i < n; i++) {
            double[] u = random.doubles(4);
            rows[i] = new double[] {640 * u[0], 640 * u[1], 2 + 200 * u[2], 2 + 200 * u[3]};
        }
        return rows;
    }

    /** One box for each of those given, shifted by up to half of its size and scaled by 0.5 to 1.5. */
    double[][] near(double[][] boxes) {
        double[][] rows = new double[boxes.length][];
        for (int i = 0; i < rows.length; i++) {
            double[] u = random.doubles(4);
            double[] box = boxes[i];
            rows[i] = new double[] {
                box[0] + (u[0] - 0.5) * box[2],
                box[1] + (u[1] - 0.5) * box[3],
                box[2] * (0.5 + u[2]),
                box[3] * (0.5 + u[3])
            };
        }
        return rows;
    }

    /** Boxes of sides from 40 to 120. */
    double[][] large(int n) {
        double[][] rows = new double[n][];
        for (int i = 0; i < n; i++) {
            double[] u = random.doubles(4);
            rows[i] = new double[] {200 * u[0], 200 * u[1], 40 + 80 * u[2], 40 + 80 * u[3]};
        }
        return rows;
    }

    /**
     * One box for each of those given, of clearly another place and shape: shifted by 0.1 to 0.3 of each side, one side
     * longer and the other shorter, by turns a little and a lot.
     */
    double[][] askew(double[][] boxes) {
        double[][] rows = new double[boxes.length][];
        for (int i = 0; i < rows.length; i++) {
            double[] u = random.doubles(5);
            double stretch = i % 2 == 0 ? 1.05 + 0.15 * u[4] : 1.6 + 0.6 * u[4];
            double width = i % 4 < 2 ? stretch : 1 / stretch;
            double shift = i % 2 == 0 ? 0.3 : 1;
            rows[i] = new double[] {
                boxes[i][0] + shift * sideways(u[0]) * boxes[i][2],
                boxes[i][1] + shift * sideways(u[1]) * boxes[i][3],
                boxes[i][2] * width * (0.95 + 0.1 * u[2]),
                boxes[i][3] / width * (0.95 + 0.1 * u[3])
            };
        }
        return rows;
    }

    /** From -0.3 to -0.1 or from 0.1 to 0.3. */
    private static double sideways(double u) {
        return u < 0.5 ? -0.1 - 0.4 * u : 0.1 + 0.4 * (u - 0.5);
    }

    double[][] awkward(int n) {
        double[][] rows = new double[n][];
        for (int i = 0; i < n; i++) {
            double[] u = random.doubles(4);
            rows[i] = new double[] {pick(CENTERS, u[0]), pick(CENTERS, u[1]), pick(SIZES, u[2]), pick(SIZES, u[3])};
        }
        return rows;
    }

    private static double pick(double[] from, double u) {
        return from[(int) (u * from.length)];
    }
}
