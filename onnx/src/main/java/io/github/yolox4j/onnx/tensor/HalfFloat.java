package io.github.yolox4j.onnx.tensor;

/**
 * Numbers of half precision (IEEE 754 binary16): 1 sign bit, 5 bits of exponent, 10 of mantissa; from \(2^{-24}\) to
 * 65504. Rounding is to the nearest, ties to even.
 */
public final class HalfFloat {

    /** The largest finite one. */
    public static final float LARGEST = 65504;

    private static final float FIRST_ROUNDED_TO_INFINITY = 65520;
    private static final float LEAST_NORMAL = 0x1p-14f;
    private static final float LEAST_INVERSE = 0x1p24f;
    private static final int SIGN = 0x8000;
    private static final int INFINITY = 0x7c00;
    private static final int NAN = 0x7e00;
    private static final int DROPPED_BITS = 13;
    private static final int BIAS_DIFFERENCE = (127 - 15) << 10;

    private static final int FRACTION_BITS = 10;
    private static final int FRACTION = (1 << FRACTION_BITS) - 1;
    private static final int EXPONENT = 0x1f;

    private HalfFloat() {}

    /** The number of those bits; exact. */
    public static float of(short bits) {
        int sign = (bits & SIGN) << Short.SIZE;
        int exponent = bits >> FRACTION_BITS & EXPONENT;
        int fraction = bits & FRACTION;
        if (exponent == 0) { // a multiple of the smallest number
            float magnitude = fraction / LEAST_INVERSE;
            return sign == 0 ? magnitude : -magnitude;
        }
        int wideExponent = exponent == EXPONENT ? 0xff : exponent + 127 - 15; // the first: infinity and NaN
        return Float.intBitsToFloat(sign | wideExponent << 23 | fraction << 23 - FRACTION_BITS);
    }

    /** The half-precision number next to {@code x}. */
    public static float round(float x) {
        return of(bits(x));
    }

    public static short bits(float x) {
        int word = Float.floatToRawIntBits(x);
        int sign = word >>> 16 & SIGN;
        float size = Math.abs(x);
        if (Float.isNaN(x)) {
            return (short) (sign | NAN);
        }
        if (size >= FIRST_ROUNDED_TO_INFINITY) {
            return (short) (sign | INFINITY);
        }
        if (size < LEAST_NORMAL) {
            return (short) (sign | (int) Math.rint(size * LEAST_INVERSE));
        }
        int unsigned = word & Integer.MAX_VALUE;
        int nearest = unsigned + (1 << DROPPED_BITS - 1) - 1 + (unsigned >>> DROPPED_BITS & 1);
        return (short) (sign | (nearest >>> DROPPED_BITS) - BIAS_DIFFERENCE);
    }
}
