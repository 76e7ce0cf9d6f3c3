package io.github.yolox4j.export.lowering;

import static io.github.yolox4j.onnx.OnnxOperator.RESHAPE;

import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.TensorShape;
import java.util.Arrays;
import java.util.List;

/**
 * {@code reshape}: whole numbers [order, sizes...] or [sizes...], or the sizes as a second operand, which may be the
 * shape of another value. Axis 0 stays open where the target names the batch size that the graph was built with, so
 * that the result holds for any batch.
 */
final class ReshapeRule implements LoweringRule {

    private static final long ORDER_C = -99;
    private static final long ORDER_F = -102;

    @Override
    public List<Value> lower(SameDiffNode node, List<Value> in, GraphBuilder onnx) {
        Value x = in.get(0);
        if (in.size() == 2 && in.get(1).constant().isEmpty()) {
            return List.of(x.then(RESHAPE, in.get(1)));
        }
        long[] target = in.size() == 2 ? LayoutRules.arguments(node, in) : sizes(node);
        if (Arrays.stream(target).anyMatch(size -> size == 0)) {
            throw node.unsupported("a size of 0 in the target " + Arrays.toString(target));
        }
        return List.of(x.then(RESHAPE, onnx.list(withOpenBatch(node, x.shape(), target))));
    }

    private static long[] sizes(SameDiffNode node) {
        long[] arguments = node.integers();
        if (arguments.length > 0 && arguments[0] == ORDER_F) {
            throw node.unsupported("Fortran order; translated is C order");
        }
        return arguments.length > 0 && arguments[0] == ORDER_C
                ? Arrays.copyOfRange(arguments, 1, arguments.length)
                : arguments;
    }

    /** 0 copies axis 0 of the operand, whatever its size. */
    private static long[] withOpenBatch(SameDiffNode node, TensorShape shape, long[] target) {
        if (target.length == 0 || !node.meansWholeBatch(target[0], shape)) {
            return target;
        }
        long[] copied = target.clone();
        copied[0] = 0;
        return copied;
    }
}
