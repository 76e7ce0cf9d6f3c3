package io.github.yolox4j.export.lowering.gradient;

import static io.github.yolox4j.export.lowering.LoweringRule.one;
import static io.github.yolox4j.onnx.OnnxOperator.EXPAND;
import static io.github.yolox4j.onnx.OnnxOperator.MUL;
import static io.github.yolox4j.onnx.OnnxOperator.RESHAPE;

import io.github.yolox4j.export.lowering.LoweringRule;
import io.github.yolox4j.export.lowering.SameDiffNode;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.TensorShape;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Gradients of sum and mean: operand \(x\) and upstream gradient in, the axes as whole numbers (none: all). The
 * gradient goes to every entry that was summed.
 */
final class ReductionGradients {

    private ReductionGradients() {}

    static void register(Map<String, LoweringRule> rules) {
        rules.put("reduce_sum_bp", one((node, in, onnx) -> spread(node, in, in.get(1), onnx)));
        rules.put("reduce_mean_bp", one((node, in, onnx) -> {
            TensorShape shape = in.get(0).shape();
            long count = LongStream.of(axes(node, shape))
                    .map(axis -> shape.dim((int) axis).size())
                    .reduce(1, Math::multiplyExact);
            return spread(node, in, in.get(1).then(MUL, onnx.scalar(1.0 / count)), onnx);
        }));
    }

    private static Value spread(SameDiffNode node, List<Value> in, Value gradient, GraphBuilder onnx) {
        if (in.size() != 2) {
            throw node.unsupported("its axes are an operand, translated are fixed axes");
        }
        TensorShape shape = in.get(0).shape();
        long[] kept = shape.sizes();
        for (long axis : axes(node, shape)) {
            kept[(int) axis] = 1;
        }
        Value aligned =
                gradient.shape().equals(TensorShape.of(kept)) ? gradient : gradient.then(RESHAPE, onnx.list(kept));
        return aligned.then(EXPAND, onnx.list(shape.sizes()));
    }

    private static long[] axes(SameDiffNode node, TensorShape shape) {
        long[] given = node.integers();
        return given.length == 0
                ? LongStream.range(0, shape.rank()).toArray()
                : LongStream.of(given).map(shape::axis).toArray();
    }
}
