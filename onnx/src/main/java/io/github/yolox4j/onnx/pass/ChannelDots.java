package io.github.yolox4j.onnx.pass;

import static io.github.yolox4j.onnx.OnnxOperator.FUSED_MAT_MUL;
import static io.github.yolox4j.onnx.OnnxOperator.MUL;
import static io.github.yolox4j.onnx.OnnxOperator.REDUCE_MEAN;
import static io.github.yolox4j.onnx.OnnxOperator.REDUCE_SUM;
import static io.github.yolox4j.onnx.OnnxOperator.RESHAPE;

import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.Node;
import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.onnx.tensor.TensorShape;
import java.util.Arrays;
import java.util.Optional;

/**
 * Sums and means of products over batch, height and width, \( \sum_{n,h,w} x_{nchw}\, y_{nchw} \), without the products
 * as a tensor: as a scalar product for each image and channel, in ONNX Runtime's own matrix product. Shapes: x, y
 * [batch, channels, height, width] with height x width of at least {@value #FEWEST_POSITIONS}, since below that the
 * product of matrices is no faster.
 */
public final class ChannelDots implements GraphPass {

    private static final long FEWEST_POSITIONS = 400;

    private static final long[] AXES = {0, 2, 3};

    @Override
    public OnnxGraph apply(OnnxGraph graph) {
        return GraphCopy.of(graph, ChannelDots::instead);
    }

    private static Optional<Value> instead(Node node, GraphCopy copy) {
        boolean isReduction = node.operator() == REDUCE_SUM || node.operator() == REDUCE_MEAN;
        return isReduction && node.attributes().integer("keepdims", 1) == 1 && sumsOverImages(node, copy)
                ? copy.only(MUL, node.inputs().get(0)).flatMap(product -> dot(node, product, copy))
                : Optional.empty();
    }

    /** Sums take their axes as an operand, means as an attribute. */
    private static boolean sumsOverImages(Node node, GraphCopy copy) {
        Optional<long[]> axes = node.inputs().size() == 2
                ? copy.constant(node.inputs().get(1)).map(Tensor::longs)
                : Optional.of(node.attributes().integers("axes"));
        return axes.isPresent() && Arrays.equals(axes.get(), AXES);
    }

    private static Optional<Value> dot(Node node, Node product, GraphCopy copy) {
        Value x = copy.value(product.inputs().get(0));
        Value y = copy.value(product.inputs().get(1));
        TensorShape shape = x.shape();
        if (shape.rank() != 4 || !shape.isFixed() || !shape.equals(y.shape())) {
            return Optional.empty();
        }
        long batch = shape.dim(0).size();
        long positions = shape.dim(2).size() * shape.dim(3).size();
        if (positions < FEWEST_POSITIONS) {
            return Optional.empty();
        }
        GraphBuilder onnx = copy.onnx();
        Value rows = onnx.list(batch, shape.dim(1).size(), 1, positions);
        Value sum = x.then(RESHAPE, rows)
                .then(FUSED_MAT_MUL, y.then(RESHAPE, rows), Attribute.integer("transB", 1))
                .sum(true, 0);
        return Optional.of(
                node.operator() == REDUCE_MEAN ? sum.then(MUL, onnx.scalar(1.0 / (batch * positions))) : sum);
    }
}
