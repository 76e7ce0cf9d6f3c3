package io.github.yolox4j.onnx.pass;

import static io.github.yolox4j.onnx.OnnxOperator.ADD;
import static io.github.yolox4j.onnx.OnnxOperator.CONV;
import static io.github.yolox4j.onnx.OnnxOperator.MUL;

import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.Node;
import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.TensorShape;
import java.util.List;
import java.util.Optional;

/**
 * A factor and a summand for each channel, \( x a + b \) and \( u + x a + b \), with one pass over x fewer: as a
 * depthwise convolution with 1 x 1 kernels \(a\) and bias \(b\). Shapes: x, u [batch, channels, height, width]; a, b
 * [1, channels, 1, 1].
 */
public final class ChannelAffines implements GraphPass {

    @Override
    public OnnxGraph apply(OnnxGraph graph) {
        return GraphCopy.of(
                graph,
                (node, copy) -> node.operator() == ADD
                        ? GraphCopy.orders(node)
                                .flatMap(order -> affine(order.get(0), order.get(1), copy).stream())
                                .findFirst()
                        : Optional.empty());
    }

    private static Optional<Value> affine(String image, String shift, GraphCopy copy) {
        Value b = copy.value(shift);
        if (!isPerChannel(b.shape())) {
            return Optional.empty();
        }
        return copy.only(MUL, image)
                .flatMap(product -> ofProduct(product, b, copy))
                .or(() -> copy.only(ADD, image).flatMap(sum -> ofSum(sum, b, copy)));
    }

    private static Optional<Value> ofSum(Node sum, Value b, GraphCopy copy) {
        return GraphCopy.orders(sum)
                .flatMap(order -> copy
                        .only(MUL, order.get(0))
                        .flatMap(product -> ofProduct(product, b, copy))
                        .map(affine -> copy.value(order.get(1)).then(ADD, affine))
                        .stream())
                .findFirst();
    }

    private static Optional<Value> ofProduct(Node product, Value b, GraphCopy copy) {
        return GraphCopy.orders(product)
                .flatMap(order ->
                        convolution(copy.value(order.get(0)), copy.value(order.get(1)), b, copy.onnx()).stream())
                .findFirst();
    }

    private static Optional<Value> convolution(Value x, Value a, Value b, GraphBuilder onnx) {
        TensorShape shape = x.shape();
        if (shape.rank() != 4
                || !shape.isFixed()
                || !a.shape().equals(b.shape())
                || !shape.dim(1).equals(a.shape().dim(1))) {
            return Optional.empty();
        }
        long channels = shape.dim(1).size();
        return Optional.of(onnx.add(
                CONV,
                List.of(x, a.reshape(channels, 1, 1, 1), b.reshape(channels)),
                Attribute.integers("kernel_shape", 1, 1),
                Attribute.integer("group", channels)));
    }

    private static boolean isPerChannel(TensorShape shape) {
        return shape.rank() == 4
                && shape.isFixed()
                && shape.dim(0).is(1)
                && shape.dim(2).is(1)
                && shape.dim(3).is(1);
    }
}
