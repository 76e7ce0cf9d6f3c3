package io.github.yolox4j.export.precision;

import io.github.yolox4j.onnx.tensor.ElementType;
import io.github.yolox4j.onnx.tensor.Tensor;

/**
 * How the weights of a convolution stand in signed bytes, each output channel c with a scale of its own:
 * \( q = \mathrm{round}(w / s_c) \) with \( s_c = \max |w_c| / 127 \).
 *
 * <p>The bias is added to sums of products of bytes, and so has the scale \( s_x s_c \) and 32 bits.
 */
final class WeightScales {

    private static final int LARGEST = 127;

    private final Tensor weight;
    private final float[] scales;

    private WeightScales(Tensor weight, float[] scales) {
        this.weight = weight;
        this.scales = scales;
    }

    /** The scales of a weight {@code [outputs, ...]}. */
    static WeightScales of(Tensor weight) {
        float[] scales = new float[(int) weight.shape()[0]];
        int perChannel = weight.size() / scales.length;
        for (int i = 0; i < weight.size(); i++) {
            scales[i / perChannel] = Math.max(scales[i / perChannel], Math.abs(weight.floats()[i]));
        }
        for (int c = 0; c < scales.length; c++) {
            scales[c] = scales[c] < LARGEST * Float.MIN_NORMAL ? 1 : scales[c] / LARGEST;
        }
        return new WeightScales(weight, scales);
    }

    /** The weights as bytes. */
    Tensor quantized() {
        long[] bytes = new long[weight.size()];
        int perChannel = bytes.length / scales.length;
        for (int i = 0; i < bytes.length; i++) {
            long nearest = Math.round((double) weight.floats()[i] / scales[i / perChannel]);
            bytes[i] = Math.max(-LARGEST, Math.min(LARGEST, nearest));
        }
        return Tensor.ofWhole(ElementType.INT8, weight.shape(), bytes);
    }

    Tensor scaleTensor() {
        return Tensor.ofFloats(new long[] {scales.length}, scales.clone());
    }

    /** The scales of the bias, where the convolution reads values of scale {@code input}. */
    Tensor biasScales(float input) {
        float[] products = new float[scales.length];
        for (int c = 0; c < products.length; c++) {
            products[c] = input * scales[c];
        }
        return Tensor.ofFloats(new long[] {products.length}, products);
    }

    /** The bias in those scales. */
    Tensor bias(Tensor bias, float input) {
        long[] whole = new long[scales.length];
        for (int c = 0; c < whole.length; c++) {
            long nearest = Math.round((double) bias.floats()[c] / (input * scales[c]));
            whole[c] = Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, nearest));
        }
        return Tensor.ofWhole(ElementType.INT32, new long[] {whole.length}, whole);
    }
}
