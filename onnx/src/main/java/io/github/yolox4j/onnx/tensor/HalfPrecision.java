package io.github.yolox4j.onnx.tensor;

/** The two 16-bit number formats as floats; both conversions are exact. */
public final class HalfPrecision {

    private static final int FRACTION_BITS = 10;
    private static final int FRACTION = (1 << FRACTION_BITS) - 1;
    private static final int EXPONENT = 0x1f;
    private static final int SIGN = 0x8000;
    /** The difference of the exponents' biases, 127 - 15. */
    private static final int BIAS = 112;

    private HalfPrecision() {}

    /** IEEE 754 binary16: 1 bit sign, 5 bits exponent, 10 bits fraction. */
    public static float float16(short bits) {
        int sign = (bits & SIGN) << Short.SIZE;
        int exponent = bits >> FRACTION_BITS & EXPONENT;
        int fraction = bits & FRACTION;
        if (exponent == 0) { // a multiple of the smallest number
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        int wideExponent = exponent == EXPONENT ? 0xff : exponent + BIAS; // the first: infinity and NaN
        return Float.intBitsToFloat(sign | wideExponent << 23 | fraction << 23 - FRACTION_BITS);
    }

    /** bfloat16: the upper half of a float. */
    public static float bfloat16(short bits) {
        return Float.intBitsToFloat(bits << Short.SIZE);
    }
}
