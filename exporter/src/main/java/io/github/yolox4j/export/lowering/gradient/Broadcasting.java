package io.github.yolox4j.export.lowering.gradient;

import static io.github.yolox4j.onnx.OnnxOperator.EXPAND;
import static io.github.yolox4j.onnx.OnnxOperator.REDUCE_SUM;
import static io.github.yolox4j.onnx.OnnxOperator.RESHAPE;

import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.TensorShape;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The way back through a broadcast: what was repeated is summed. */
final class Broadcasting {

    private Broadcasting() {}

    /** The gradient of an operand of shape {@code target}, from the gradient of what it was broadcast to. */
    static Value sumTo(Value gradient, TensorShape target, GraphBuilder onnx) {
        TensorShape from = gradient.shape();
        if (from.equals(target)) {
            return gradient;
        }
        int lead = from.rank() - target.rank();
        long[] kept = new long[Math.max(from.rank(), target.rank())];
        Arrays.fill(kept, 1);
        for (int i = 0; i < target.rank(); i++) {
            kept[Math.max(lead, 0) + i] = target.dim(i).size();
        }
        if (lead < 0) {
            return gradient.then(EXPAND, onnx.list(kept));
        }
        long[] summed = IntStream.range(0, from.rank())
                .filter(i -> kept[i] == 1 && !from.dim(i).is(1))
                .asLongStream()
                .toArray();
        Value sum = summed.length == 0
                ? gradient
                : gradient.then(REDUCE_SUM, onnx.list(summed), Attribute.integer("keepdims", 1));
        Value widened = sum.shape().equals(TensorShape.of(kept)) ? sum : sum.then(EXPAND, onnx.list(kept));
        return lead == 0 ? widened : widened.then(RESHAPE, onnx.list(target.sizes()));
    }
}
