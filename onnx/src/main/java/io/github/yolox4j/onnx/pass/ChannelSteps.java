package io.github.yolox4j.onnx.pass;

import io.github.yolox4j.onnx.Node;
import io.github.yolox4j.onnx.OnnxOperator;
import io.github.yolox4j.onnx.tensor.ElementType;
import io.github.yolox4j.onnx.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** \( y = s_c x + t_c \), grown step by step. */
final class ChannelSteps {
    private final double[] scale;
    private final double[] shift;
    private final int rank;

    ChannelSteps(int channels, int rank) {
        this.scale = new double[channels];
        this.shift = new double[channels];
        this.rank = rank;
        Arrays.fill(scale, 1);
    }

    /** Takes {@code step}, which reads {@code value}, in if it is arithmetic with a constant per channel. */
    boolean absorb(Node step, String value, Map<String, Tensor> constants) {
        if (step.inputs().size() != 2) {
            return false;
        }
        boolean first = step.inputs().get(0).equals(value);
        Tensor constant = constants.get(step.inputs().get(first ? 1 : 0));
        boolean isDivisor = step.operator() == OnnxOperator.DIV && !first;
        if (constant == null || constant.element() != ElementType.FLOAT || !perChannel(constant) || isDivisor) {
            return false;
        }
        for (int c = 0; c < scale.length; c++) {
            double k = constant.floats()[constant.size() == 1 ? 0 : c];
            switch (step.operator()) {
                case ADD -> shift[c] += k;
                case SUB -> {
                    scale[c] = first ? scale[c] : -scale[c];
                    shift[c] = first ? shift[c] - k : k - shift[c];
                }
                case MUL -> {
                    scale[c] *= k;
                    shift[c] *= k;
                }
                case DIV -> {
                    scale[c] /= k;
                    shift[c] /= k;
                }
                default -> {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether it holds one number, or one per channel on the channel axis, when broadcast to {@code [N, C, ...]}. */
    private boolean perChannel(Tensor constant) {
        long[] shape = constant.shape();
        if (shape.length > rank) {
            return false;
        }
        int channelAxis = shape.length - (rank - 1);
        return constant.size() == 1
                || channelAxis >= 0 && constant.size() == scale.length && shape[channelAxis] == scale.length;
    }

    Tensor weight(Tensor weight) {
        float[] old = weight.floats();
        float[] scaled = new float[old.length];
        int perChannel = old.length / scale.length;
        for (int i = 0; i < old.length; i++) {
            scaled[i] = (float) (old[i] * scale[i / perChannel]);
        }
        return Tensor.ofFloats(weight.shape(), scaled);
    }

    Tensor bias(Optional<Tensor> bias) {
        float[] moved = new float[scale.length];
        for (int c = 0; c < moved.length; c++) {
            double old = bias.isPresent() ? bias.get().floats()[c] : 0;
            moved[c] = (float) (scale[c] * old + shift[c]);
        }
        return Tensor.ofFloats(new long[] {moved.length}, moved);
    }
}
