package io.github.yolox4j.verify.export;

import io.github.yolox4j.testkit.Closeness;

/**
 * How far the boxes of a detector's output may be off. It follows from how far the network's raw numbers may be off.
 *
 * <p><b>Raw numbers.</b> Single precision rounds a sum in proportion to its largest terms. So a raw number may
 * be off by
 * \[ \delta = 10^{-4}\, m, \] where \(m\) is the largest magnitude among the raw box numbers.
 *
 * <p><b>Boxes.</b> Decoding turns raw numbers \(t\) into a centre \(c = (t + g)\,s\) and a side \(l = e^t s\),
 * in a map of stride \(s\) and cell \(g\). Raw numbers that are off by \(\delta\) put these off by
 * \[ |\Delta c| \le s\,\delta, \qquad |\Delta l| \le l\,(e^\delta - 1). \]
 * Sides below one pixel count as one pixel.
 *
 * <p><b>Bounds.</b> \(m\) counts as at least 1, which covers the rounding of the decoding itself, and as at
 * most 88, where \(e^t\) overflows. So no side may ever be off by more than 0.9 %.
 *
 * @param raw how far a raw number may be off, \(\delta\)
 * @param scale network pixels per pixel of the boxes
 */
record BoxTolerance(double raw, double scale) {

    /** \(\delta\) over \(m\); also what any other number of an output may be off, by the largest of its output. */
    static final double SHARE = 1e-4;

    /** The natural logarithm of the largest {@code float} is 88.7. */
    static final double MOST = 88;

    /** For a network's output whose raw box numbers have the largest magnitude \(m\). */
    static BoxTolerance of(double largest, double scale) {
        return new BoxTolerance(SHARE * Math.max(1, Math.min(MOST, largest)), scale);
    }

    Closeness ofCentres(int stride) {
        return Closeness.ofLength(raw, stride / scale);
    }

    Closeness ofSides() {
        return Closeness.ofNumbers(Math.expm1(raw));
    }

    /** How far a corner may be off, horizontally for a width or vertically for a height. */
    double corner(int stride, double side) {
        return stride * raw / scale + Math.expm1(raw) * Math.max(1, side) / 2;
    }
}
