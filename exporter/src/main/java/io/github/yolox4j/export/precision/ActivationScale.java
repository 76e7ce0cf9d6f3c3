package io.github.yolox4j.export.precision;

/**
 * How a real number stands in an unsigned byte: \( q = \mathrm{round}(x / s) + z \) within 0..255, for the range
 * \([l, h]\) with
 * \[ s = \frac{h - l}{255}, \qquad z = \mathrm{round}(-l / s). \]
 */
record ActivationScale(float scale, int zeroPoint) {

    private static final int STEPS = 255;

    static ActivationScale of(Range range) {
        float scale = (range.high() - range.low()) / STEPS;
        if (scale < Float.MIN_NORMAL) {
            return new ActivationScale(1, 0); // always 0
        }
        return new ActivationScale(scale, Math.round(-range.low() / scale));
    }
}
