package io.github.yolox4j.export.lowering;

import static io.github.yolox4j.export.lowering.LoweringRule.one;
import static io.github.yolox4j.export.lowering.NetworkRules.withWeight;
import static io.github.yolox4j.onnx.OnnxOperator.ADD;
import static io.github.yolox4j.onnx.OnnxOperator.CONV;
import static io.github.yolox4j.onnx.OnnxOperator.CONV_TRANSPOSE;
import static io.github.yolox4j.onnx.OnnxOperator.DIV;
import static io.github.yolox4j.onnx.OnnxOperator.MUL;
import static io.github.yolox4j.onnx.OnnxOperator.REDUCE_MEAN;
import static io.github.yolox4j.onnx.OnnxOperator.RESIZE;
import static io.github.yolox4j.onnx.OnnxOperator.SQRT;
import static io.github.yolox4j.onnx.OnnxOperator.SUB;

import io.github.yolox4j.onnx.Attribute;
import io.github.yolox4j.onnx.GraphBuilder;
import io.github.yolox4j.onnx.Value;
import io.github.yolox4j.onnx.tensor.Dim;
import io.github.yolox4j.onnx.tensor.Tensor;
import io.github.yolox4j.onnx.tensor.TensorShape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * One-dimensional and transposed convolution, resizing, normalisation over axes: what detectors seldom need and others
 * do.
 */
final class SignalRules {

    private SignalRules() {}

    static void register(Map<String, LoweringRule> rules) {
        rules.put("conv1d", one(SignalRules::convolution));
        rules.put("deconv2d", one(SignalRules::transposedConvolution));
        rules.put("resize_bilinear", one(SignalRules::bilinear));
        rules.put("image_resize", one(SignalRules::imageResize));
        rules.put("standardize", one((node, in, onnx) -> standardized(in.get(0), node.integers())));
        rules.put("layer_norm", one(SignalRules::layerNorm));
        rules.put("biasadd", one((node, in, onnx) -> in.get(0).then(ADD, perChannel(node, in, 1))));
    }

    /** Whole numbers [k, s, p, d, mode, 0 = NCW]; weights [k, in, out] become [out, in, k]. */
    private static Value convolution(SameDiffNode node, List<Value> in, GraphBuilder onnx) {
        long[] a = node.integers();
        if (a.length < 6 || a[4] != 0 || a[5] != 0 || a.length > 6 && a[6] != 0) {
            throw node.unsupported(
                    "translated are explicit padding (mode 0, VALID), layout NCW and weights [k, in, out],"
                            + " got arguments " + Arrays.toString(a));
        }
        return onnx.add(
                CONV,
                withWeight(in, in.get(1).transpose(2, 1, 0)),
                Attribute.integers("kernel_shape", a[0]),
                Attribute.integers("strides", a[1]),
                Attribute.integers("pads", a[2], a[2]),
                Attribute.integers("dilations", a[3]));
    }

    /** Weights [kH, kW, out, in] become [in, out, kH, kW]. */
    private static Value transposedConvolution(SameDiffNode node, List<Value> in, GraphBuilder onnx) {
        Attribute[] settings = new Window(node, 9).settings();
        return onnx.add(CONV_TRANSPOSE, withWeight(in, in.get(1).transpose(3, 2, 0, 1)), settings);
    }

    /** Whole numbers [height, width], flags [align corners, half-pixel centres]. */
    private static Value bilinear(SameDiffNode node, List<Value> in, GraphBuilder onnx) {
        String positions = node.flag(0) ? "align_corners" : node.flag(1) ? "half_pixel" : "asymmetric";
        return resized(node, in.get(0), node.integers(), "linear", positions, onnx);
    }

    /**
     * The second operand holds [height, width]; whole numbers [method], flags [preserve aspect, antialias]. Centres are
     * half-pixel.
     */
    private static Value imageResize(SameDiffNode node, List<Value> in, GraphBuilder onnx) {
        boolean[] flags = Arrays.copyOf(node.flags(), 2);
        long method = node.integers().length == 0 ? -1 : node.integers()[0];
        if (method < 0 || method > 1 || flags[0] || flags[1]) {
            throw node.unsupported(
                    "translated are methods 0 (bilinear) and 1 (nearest) without preserved aspect or antialias,"
                            + " got method " + method + ", flags " + Arrays.toString(flags));
        }
        String mode = method == 0 ? "linear" : "nearest";
        return resized(node, in.get(0), LayoutRules.arguments(node, in), mode, "half_pixel", onnx);
    }

    /** Images [batch, height, width, channels]. */
    private static Value resized(
            SameDiffNode node, Value x, long[] size, String mode, String positions, GraphBuilder onnx) {
        TensorShape shape = x.shape();
        if (size.length != 2
                || shape.rank() != 4
                || !shape.dim(1).isFixed()
                || !shape.dim(2).isFixed()) {
            throw node.unsupported("translated are a fixed size and images of a fixed one, got " + Arrays.toString(size)
                    + " for " + shape);
        }
        float[] scales = {1, 1, scale(shape.dim(1), size[0]), scale(shape.dim(2), size[1])};
        Value channelsFirst = x.transpose(0, 3, 1, 2);
        Value resized = onnx.add(
                RESIZE,
                List.of(channelsFirst, onnx.absent(), onnx.constant(Tensor.ofFloats(new long[] {4}, scales))),
                Attribute.text("mode", mode),
                Attribute.text("coordinate_transformation_mode", positions),
                Attribute.text("nearest_mode", "round_prefer_ceil"));
        return resized.transpose(0, 2, 3, 1);
    }

    /** The operator multiplies and rounds down; the factor is the least that gives {@code to} so. */
    private static float scale(Dim from, long to) {
        float scale = (float) to / from.size();
        return (float) Math.floor(from.size() * (double) scale) < to ? Math.nextUp(scale) : scale;
    }

    /** \( (x - \bar x) / \sqrt{\mathrm{var}(x) + \epsilon} \) over axes. */
    private static Value standardized(Value x, long[] axes) {
        long[] fromZero = Arrays.stream(axes).map(a -> x.shape().axis(a)).toArray();
        Attribute over = Attribute.integers("axes", fromZero);
        Value deviation = x.then(SUB, x.then(REDUCE_MEAN, over));
        Value variance = deviation.then(MUL, deviation).then(REDUCE_MEAN, over);
        return deviation.then(DIV, variance.then(ADD, 0).then(SQRT));
    }

    /** Operands x, gain and, if there are three, bias, both of shape [channels]. */
    private static Value layerNorm(SameDiffNode node, List<Value> in, GraphBuilder onnx) {
        Value result = standardized(in.get(0), node.integers()).then(MUL, perChannel(node, in, 1));
        return in.size() < 3 ? result : result.then(ADD, perChannel(node, in, 2));
    }

    /** An operand [channels] so that it broadcasts against x, whose channels are axis 1 if the first flag says so. */
    private static Value perChannel(SameDiffNode node, List<Value> in, int operand) {
        if (!node.flag(0)) {
            return in.get(operand);
        }
        long[] shape = new long[in.get(0).shape().rank() - 1];
        Arrays.fill(shape, 1);
        shape[0] = -1;
        return in.get(operand).reshape(shape);
    }
}
