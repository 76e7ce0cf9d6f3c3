package io.github.yolox4j.export.lowering;

import static io.github.yolox4j.onnx.OnnxOperator.SLICE;
import static io.github.yolox4j.onnx.OnnxOperator.SQUEEZE;

import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.Dim;
import io.github.yolox4j.onnx.tensor.TensorShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * {@code strided_slice}: whole numbers [begin mask, ellipsis mask, end mask, new-axis mask, shrink mask, begins...,
 * ends..., steps...]. Bit i of a mask speaks of axis i: begin or end left out, or the axis dropped after taking one
 * entry. Axes that are taken whole do not appear in the ONNX node.
 */
final class StridedSliceRule implements LoweringRule {

    private static final int MASKS = 5;

    @Override
    public List<Value> lower(SameDiffNode node, List<Value> in, GraphBuilder onnx) {
        long[] arguments = node.integers();
        if (in.size() != 1 || (arguments.length - MASKS) % 3 != 0) {
            throw node.unsupported("translated are fixed begins, ends and steps");
        }
        if (arguments[1] != 0 || arguments[3] != 0) {
            throw node.unsupported("an ellipsis or a new axis in the slice");
        }
        Slices slices = new Slices(node, in.get(0).shape());
        int axes = (arguments.length - MASKS) / 3;
        List<Long> dropped = new ArrayList<>();
        for (int axis = 0; axis < axes; axis++) {
            long begin = arguments[MASKS + axis];
            long end = arguments[MASKS + axes + axis];
            long step = arguments[MASKS + 2 * axes + axis];
            if (step < 1) {
                throw node.unsupported("a step of " + step + " on axis " + axis + "; translated are positive steps");
            }
            if (bit(arguments[4], axis)) {
                dropped.add((long) axis);
                slices.take(axis, begin, begin == -1 ? Long.MAX_VALUE : begin + 1, 1);
            } else {
                long first = bit(arguments[0], axis) ? 0 : begin;
                long last = bit(arguments[2], axis) ? Long.MAX_VALUE : end;
                slices.take(axis, first, last, step);
            }
        }
        Value sliced = slices.of(in.get(0), onnx);
        long[] gone = dropped.stream().mapToLong(Long::longValue).toArray();
        return List.of(gone.length == 0 ? sliced : sliced.then(SQUEEZE, onnx.list(gone)));
    }

    /** {@code slice}: whole numbers [begins..., sizes...], a size of -1 meaning the rest. */
    static Value beginAndSize(SameDiffNode node, List<Value> in, GraphBuilder onnx) {
        long[] arguments = node.integers();
        int rank = in.get(0).shape().rank();
        if (in.size() != 1 || arguments.length != 2 * rank) {
            throw node.unsupported("translated are fixed begins and sizes for each of " + rank + " axes, got "
                    + Arrays.toString(arguments));
        }
        Slices slices = new Slices(node, in.get(0).shape());
        for (int axis = 0; axis < rank; axis++) {
            long size = arguments[rank + axis];
            slices.take(axis, arguments[axis], size == -1 ? Long.MAX_VALUE : arguments[axis] + size, 1);
        }
        return slices.of(in.get(0), onnx);
    }

    private static boolean bit(long mask, int axis) {
        return (mask >> axis & 1) == 1;
    }

    /** The axes that are really cut. */
    private static final class Slices {
        private final SameDiffNode node;
        private final TensorShape shape;
        private final List<long[]> cuts = new ArrayList<>();

        Slices(SameDiffNode node, TensorShape shape) {
            this.node = node;
            this.shape = shape;
        }

        void take(int axis, long begin, long end, long step) {
            Dim size = shape.dim(axis);
            boolean toTheEnd = end == Long.MAX_VALUE || size.is(end) || axis == 0 && node.meansWholeBatch(end, shape);
            if (begin != 0 || step != 1 || !toTheEnd) {
                cuts.add(new long[] {axis, begin, toTheEnd ? Long.MAX_VALUE : end, step});
            }
        }

        Value of(Value x, GraphBuilder onnx) {
            if (cuts.isEmpty()) {
                return x;
            }
            return onnx.add(SLICE, List.of(x, column(onnx, 1), column(onnx, 2), column(onnx, 0), column(onnx, 3)));
        }

        private Value column(GraphBuilder onnx, int i) {
            return onnx.list(cuts.stream().mapToLong(cut -> cut[i]).toArray());
        }
    }
}
