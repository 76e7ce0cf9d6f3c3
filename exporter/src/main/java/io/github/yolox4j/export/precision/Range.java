package io.github.yolox4j.export.precision;

/**
 * Between which numbers a value lies.
 *
 * @param low at most 0
 * @param high at least 0: a scale must be able to say 0 exactly, which is what padding is
 */
public record Range(float low, float high) {

    /** The pixels of an image. */
    public static final Range PIXELS = new Range(0, 255);

    public Range {
        if (!(low <= 0 && high >= 0 && high - low < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a range must be finite and hold 0, got [" + low + ", " + high + "]");
        }
    }

    /** The smallest range that holds both numbers and 0. */
    public static Range around(float low, float high) {
        return new Range(Math.min(low, 0), Math.max(high, 0));
    }

    /** The part of this range that is not below {@code least}, which is negative. */
    Range from(float least) {
        return new Range(Math.max(low, least), high);
    }
}
