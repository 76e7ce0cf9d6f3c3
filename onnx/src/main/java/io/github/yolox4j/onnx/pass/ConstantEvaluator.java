package io.github.yolox4j.onnx.pass;

import io.github.yolox4j.onnx.Node;
import io.github.yolox4j.onnx.tensor.ElementType;
import io.github.yolox4j.onnx.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.LongStream;

/** Computes single operators on constants, each result rounded to float as the running graph would. */
final class ConstantEvaluator {

    private ConstantEvaluator() {}

    /**
     * The result of {@code node}, or nothing if an operand is not constant or the operator is not one computed here.
     */
    static Optional<Tensor> evaluate(Node node, Map<String, Tensor> constants) {
        if (!constants.keySet().containsAll(node.inputs())) {
            return Optional.empty();
        }
        List<Tensor> in = node.inputs().stream().map(constants::get).toList();
        Tensor a = in.get(0);
        return switch (node.operator()) {
            case NEG -> unary(a, x -> -x);
            case ABS -> unary(a, Math::abs);
            case EXP -> unary(a, Math::exp);
            case LOG -> unary(a, Math::log);
            case SQRT -> unary(a, Math::sqrt);
            case RECIPROCAL -> unary(a, x -> 1 / x);
            case SIGMOID -> unary(a, x -> 1 / (1 + Math.exp(-x)));
            case ADD -> binary(a, in.get(1), Double::sum);
            case SUB -> binary(a, in.get(1), (x, y) -> x - y);
            case MUL -> binary(a, in.get(1), (x, y) -> x * y);
            case DIV -> binary(a, in.get(1), (x, y) -> x / y);
            case POW -> binary(a, in.get(1), Math::pow);
            case IDENTITY -> Optional.of(a);
            case RESHAPE -> Optional.of(reshaped(a, in.get(1).longs()));
            case TRANSPOSE -> transposed(a, node.attributes().integers("perm", reversedAxes(a)));
            default -> Optional.empty();
        };
    }

    private static Optional<Tensor> unary(Tensor a, DoubleUnaryOperator f) {
        if (a.element() != ElementType.FLOAT) {
            return Optional.empty();
        }
        float[] result = new float[a.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = (float) f.applyAsDouble(a.floats()[i]);
        }
        return Optional.of(Tensor.ofFloats(a.shape(), result));
    }

    private static Optional<Tensor> binary(Tensor a, Tensor b, DoubleBinaryOperator f) {
        if (a.element() != ElementType.FLOAT || b.element() != ElementType.FLOAT) {
            return Optional.empty();
        }
        long[] shape = broadcast(a.shape(), b.shape());
        int[] fromA = positions(a.shape(), shape);
        int[] fromB = positions(b.shape(), shape);
        float[] result = new float[fromA.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (float) f.applyAsDouble(a.floats()[fromA[i]], b.floats()[fromB[i]]);
        }
        return Optional.of(Tensor.ofFloats(shape, result));
    }

    private static Tensor reshaped(Tensor a, long[] target) {
        long[] shape = target.clone();
        for (int i = 0; i < shape.length; i++) {
            shape[i] = shape[i] == 0 ? a.shape()[i] : shape[i];
        }
        long known = LongStream.of(shape).filter(n -> n != -1).reduce(1, Math::multiplyExact);
        for (int i = 0; i < shape.length; i++) {
            shape[i] = shape[i] == -1 ? a.size() / known : shape[i];
        }
        return a.reshaped(shape);
    }

    private static Optional<Tensor> transposed(Tensor a, long[] perm) {
        if (a.element() != ElementType.FLOAT) {
            return Optional.empty();
        }
        int rank = perm.length;
        long[] shape = new long[rank];
        int[] steps = new int[rank];
        int[] own = steps(a.shape());
        for (int i = 0; i < rank; i++) {
            shape[i] = a.shape()[(int) perm[i]];
            steps[i] = own[(int) perm[i]];
        }
        int[] from = walk(shape, steps);
        float[] result = new float[from.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = a.floats()[from[i]];
        }
        return Optional.of(Tensor.ofFloats(shape, result));
    }

    private static long[] reversedAxes(Tensor a) {
        int rank = a.shape().length;
        return LongStream.range(0, rank).map(i -> rank - 1 - i).toArray();
    }

    private static long[] broadcast(long[] a, long[] b) {
        int rank = Math.max(a.length, b.length);
        long[] shape = new long[rank];
        for (int i = 0; i < rank; i++) {
            long p = i < rank - a.length ? 1 : a[i - (rank - a.length)];
            long q = i < rank - b.length ? 1 : b[i - (rank - b.length)];
            shape[i] = p == 1 ? q : p;
        }
        return shape;
    }

    /** For each entry of {@code shape}, where it stands in a tensor of shape {@code small} that is broadcast to it. */
    private static int[] positions(long[] small, long[] shape) {
        int[] own = steps(small);
        int[] steps = new int[shape.length];
        int lead = shape.length - small.length;
        for (int i = 0; i < small.length; i++) {
            steps[lead + i] = small[i] == 1 ? 0 : own[i];
        }
        return walk(shape, steps);
    }

    private static int[] steps(long[] shape) {
        int[] steps = new int[shape.length];
        int step = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            steps[i] = step;
            step = Math.multiplyExact(step, (int) shape[i]);
        }
        return steps;
    }

    /** Positions met when walking through {@code shape} with the given step per axis. */
    private static int[] walk(long[] shape, int[] steps) {
        int size = Math.toIntExact(LongStream.of(shape).reduce(1, Math::multiplyExact));
        int[] positions = new int[size];
        long[] index = new long[shape.length];
        int position = 0;
        for (int i = 0; i < size; i++) {
            positions[i] = position;
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                position += steps[axis];
                if (++index[axis] < shape[axis]) {
                    break;
                }
                position -= steps[axis] * (int) shape[axis];
                index[axis] = 0;
            }
        }
        return positions;
    }
}
