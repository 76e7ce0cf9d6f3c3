package io.github.yolox4j.export.lowering;

import static io.github.yolox4j.export.lowering.LoweringRule.one;
import static io.github.yolox4j.onnx.OnnxOperator.ADD;
import static io.github.yolox4j.onnx.OnnxOperator.AVERAGE_POOL;
import static io.github.yolox4j.onnx.OnnxOperator.CONV;
import static io.github.yolox4j.onnx.OnnxOperator.DIV;
import static io.github.yolox4j.onnx.OnnxOperator.MAT_MUL;
import static io.github.yolox4j.onnx.OnnxOperator.MAX_POOL;
import static io.github.yolox4j.onnx.OnnxOperator.MUL;
import static io.github.yolox4j.onnx.OnnxOperator.RESHAPE;
import static io.github.yolox4j.onnx.OnnxOperator.RESIZE;
import static io.github.yolox4j.onnx.OnnxOperator.SQRT;
import static io.github.yolox4j.onnx.OnnxOperator.SUB;

import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.onnx.tensor.TensorShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Convolution, pooling, upsampling, normalisation and matrix products. Images are [batch, channels, height, width]. */
final class NetworkRules {

    private NetworkRules() {}

    static void register(Map<String, LoweringRule> rules) {
        rules.put("conv2d", one(NetworkRules::convolution));
        rules.put("depthwise_conv2d", one(NetworkRules::depthwiseConvolution));
        rules.put("maxpool2d", one(NetworkRules::maxPooling));
        rules.put("avgpool2d", one(NetworkRules::averagePooling));
        rules.put("upsampling2d", one(NetworkRules::upsampling));
        rules.put("batchnorm", one(NetworkRules::batchNorm));
        rules.put("matmul", one(NetworkRules::matrixProduct));
        rules.put("xw_plus_b", one(NetworkRules::affine));
    }

    private static Value convolution(SameDiffNode node, List<Value> in, GraphBuilder onnx) {
        Window window = new Window(node, 9);
        return onnx.add(CONV, withWeight(in, WeightLayout.of(node).toOnnx(in.get(1))), window.settings());
    }

    /** Weights [kH, kW, C, M] become [C * M, 1, kH, kW] in C groups. */
    private static Value depthwiseConvolution(SameDiffNode node, List<Value> in, GraphBuilder onnx) {
        Window window = new Window(node, 9);
        TensorShape w = in.get(1).shape();
        long channels = w.dim(2).size();
        Value weight = in.get(1).transpose(2, 3, 0, 1);
        if (!w.dim(3).is(1)) {
            long[] s = w.sizes();
            weight = weight.reshape(channels * s[3], 1, s[0], s[1]);
        }
        return onnx.add(CONV, withWeight(in, weight), window.settings(Attribute.integer("group", channels)));
    }

    /** The operands of a convolution with another weight. */
    static List<Value> withWeight(List<Value> operands, Value weight) {
        List<Value> others = new ArrayList<>(operands);
        others.set(1, weight);
        return others;
    }

    private static Value maxPooling(SameDiffNode node, List<Value> in, GraphBuilder onnx) {
        return in.get(0).then(MAX_POOL, new Window(node, 10).settings());
    }

    /** The tenth number says whether padded zeros count in the mean. */
    private static Value averagePooling(SameDiffNode node, List<Value> in, GraphBuilder onnx) {
        Window window = new Window(node, 10);
        if (window.dilated()) {
            throw node.unsupported("dilation; AveragePool has none in opset 17");
        }
        Attribute counted = Attribute.integer("count_include_pad", node.integers()[9]);
        return in.get(0).then(AVERAGE_POOL, window.kernel(), window.strides(), window.pads(), counted);
    }

    /** Whole numbers [fH, fW, 1 for NCHW]; each pixel is repeated. */
    private static Value upsampling(SameDiffNode node, List<Value> in, GraphBuilder onnx) {
        long[] arguments = node.integers();
        if (arguments.length != 3 || arguments[2] != 1) {
            throw node.unsupported("translated are two factors and layout NCHW, got " + Arrays.toString(arguments));
        }
        Value scales = onnx.constant(Tensor.ofFloats(new long[] {4}, 1, 1, (float) arguments[0], (float) arguments[1]));
        return onnx.add(
                RESIZE,
                List.of(in.get(0), onnx.absent(), scales),
                Attribute.text("mode", "nearest"),
                Attribute.text("coordinate_transformation_mode", "asymmetric"),
                Attribute.text("nearest_mode", "floor"));
    }

    /**
     * Operands x, mean, variance and, by the first two flags, gamma and beta; the third number is the channel axis.
     * Written out as arithmetic, which folds into a convolution before it.
     */
    private static Value batchNorm(SameDiffNode node, List<Value> in, GraphBuilder onnx) {
        long[] arguments = node.integers();
        if (arguments.length != 3) {
            throw node.unsupported("translated is one channel axis, got arguments " + Arrays.toString(arguments));
        }
        TensorShape shape = in.get(0).shape();
        long[] perChannel = LongStream.range(0, shape.rank()).map(i -> 1).toArray();
        perChannel[shape.axis(arguments[2])] = -1;
        Value aligned = onnx.list(perChannel);
        Value deviation = in.get(2).then(ADD, node.numbers()[0]).then(SQRT);
        Value result =
                in.get(0).then(SUB, in.get(1).then(RESHAPE, aligned)).then(DIV, deviation.then(RESHAPE, aligned));
        int next = 3;
        if (arguments[0] != 0) {
            result = result.then(MUL, in.get(next++).then(RESHAPE, aligned));
        }
        return arguments[1] != 0 ? result.then(ADD, in.get(next).then(RESHAPE, aligned)) : result;
    }

    /** Whole numbers [transpose a, transpose b, transpose the result]; reals [factor of the product, of an addend]. */
    private static Value matrixProduct(SameDiffNode node, List<Value> in, GraphBuilder onnx) {
        long[] transposed = node.integers();
        double[] factors = node.numbers();
        if (factors.length > 0 && factors[0] != 1) {
            throw node.unsupported("a factor of " + factors[0] + "; translated is 1");
        }
        Value a = transposed.length > 0 && transposed[0] != 0 ? in.get(0).swapped() : in.get(0);
        Value b = transposed.length > 1 && transposed[1] != 0 ? in.get(1).swapped() : in.get(1);
        Value product = a.then(MAT_MUL, b);
        return transposed.length > 2 && transposed[2] != 0 ? product.swapped() : product;
    }

    private static Value affine(SameDiffNode node, List<Value> in, GraphBuilder onnx) {
        if (Arrays.stream(node.integers()).anyMatch(flag -> flag != 0)) {
            throw node.unsupported("transposed operands");
        }
        return in.get(0).then(MAT_MUL, in.get(1)).then(ADD, in.get(2));
    }
}
