package io.github.yolox4j.testkit;

import java.util.stream.LongStream;

/**
 * Network weights that anybody can draw again: parameter {@code k} of a state_dict (counting its floating-point
 * entries from 0) comes from {@link SplitMix64} seeded with {@code seed * 1000 + k}, computed in double and
 * stored as float.
 *
 * @param seed of the whole network
 */
public record SplitMix64Weights(long seed) {

    /**
     * The values of one entry in C order. With u uniform over [0, 1): convolution weight {@code (2u - 1)
     * sqrt(1.5 / fan_in)}, half of it in prediction layers; convolution bias {@code (2u - 1) 0.1}; batch-norm
     * weight {@code 0.5 + u}, bias and running mean {@code (2u - 1) 0.2}, running variance {@code 0.5 + u}.
     *
     * @param k position among the floating-point entries
     * @param name in the state_dict; {@code .bn.} marks batch-norm
     */
    public float[] draw(int k, String name, long[] shape) {
        int length = Math.toIntExact(LongStream.of(shape).reduce(1, Math::multiplyExact));
        double[] u = new SplitMix64(seed * 1000 + k).doubles(length);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) value(u[i], name, length / (double) shape[0]);
        }
        return values;
    }

    private static double value(double u, String name, double fanIn) {
        boolean isNorm = name.contains(".bn.");
        if (name.endsWith("running_var") || isNorm && name.endsWith("weight")) {
            return 0.5 + u;
        }
        if (name.endsWith("running_mean") || isNorm) {
            return (2 * u - 1) * 0.2;
        }
        if (name.endsWith("bias")) {
            return (2 * u - 1) * 0.1;
        }
        double weight = (2 * u - 1) * Math.sqrt(1.5 / fanIn);
        return name.contains("_preds.") ? weight * 0.5 : weight;
    }
}
