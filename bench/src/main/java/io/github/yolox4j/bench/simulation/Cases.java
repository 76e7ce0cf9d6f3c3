package io.github.yolox4j.bench.simulation;

import io.github.yolox4j.bench.simulation.Centres.Centre;
import java.util.List;

/**
 * Every start with every target: {@value #PER_CENTRE} cases for each centre, 7 areas times 7 ratios of the box times 7
 * ratios of the target, whose area is 1 and whose centre is the disc's.
 */
record Cases(List<Centre> centres) {

    static final int PER_CENTRE = 343;

    static final int COLUMNS = 4;

    /** The disc's centre is here, in x and in y. */
    static final double MIDDLE = 10;

    private static final double[] AREAS = {0.5, 0.67, 0.75, 1, 1.33, 1.5, 2};

    /** Width to height. */
    private static final double[] RATIOS = {1 / 4.0, 1 / 3.0, 1 / 2.0, 1, 2, 3, 4};

    Cases {
        centres = List.copyOf(centres);
    }

    int count() {
        return Math.multiplyExact(centres.size(), PER_CENTRE);
    }

    /** The starting boxes of some centres: rows {@code cx, cy, w, h}. */
    double[] starts(int firstCentre, int endCentre) {
        double[] rows = new double[(endCentre - firstCentre) * PER_CENTRE * COLUMNS];
        int at = 0;
        for (Centre centre : centres.subList(firstCentre, endCentre)) {
            for (double area : AREAS) {
                for (double ratio : RATIOS) {
                    for (int target = 0; target < RATIOS.length; target++) {
                        at = put(rows, at, MIDDLE + centre.x(), MIDDLE + centre.y(), area, ratio);
                    }
                }
            }
        }
        return rows;
    }

    /** The targets of as many centres: rows {@code cx, cy, w, h}. */
    static double[] targets(int centres) {
        double[] rows = new double[centres * PER_CENTRE * COLUMNS];
        for (int at = 0; at < rows.length; ) {
            for (double ratio : RATIOS) {
                at = put(rows, at, MIDDLE, MIDDLE, 1, ratio);
            }
        }
        return rows;
    }

    private static int put(double[] rows, int at, double x, double y, double area, double ratio) {
        rows[at] = x;
        rows[at + 1] = y;
        rows[at + 2] = Math.sqrt(area * ratio);
        rows[at + 3] = Math.sqrt(area / ratio);
        return at + COLUMNS;
    }
}
