package io.github.yolox4j.export.proof;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.enums.DataFormat;
import org.nd4j.enums.ImageResizeMethod;
import org.nd4j.enums.WeightsFormat;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv1DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.DeConv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Mish;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Rint;
import org.nd4j.linalg.factory.Nd4j;

/** A case for each rule that exports use. */
final class ForwardCases {

    private ForwardCases() {}

    static List<RuleCase> all() {
        List<RuleCase> cases = new ArrayList<>();
        arithmetic(cases);
        activations(cases);
        reductions(cases);
        layout(cases);
        networks(cases);
        return cases;
    }

    private static void arithmetic(List<RuleCase> cases) {
        cases.add(new RuleCase("neg", List.of("neg"), (g, x, d) -> g.math.neg(x)));
        cases.add(new RuleCase("abs", List.of("abs"), (g, x, d) -> g.math.abs(x)));
        cases.add(new RuleCase("sign", List.of("sign"), (g, x, d) -> g.math.sign(x)));
        cases.add(new RuleCase("floor", List.of("floor"), (g, x, d) -> g.math.floor(x.mul(3))));
        cases.add(new RuleCase("ceil", List.of("ceil"), (g, x, d) -> g.math.ceil(x.mul(3))));
        cases.add(new RuleCase("exp", List.of("exp"), (g, x, d) -> g.math.exp(x)));
        cases.add(new RuleCase(
                "log", List.of("log"), (g, x, d) -> g.math.log(g.math.abs(x).add(0.1))));
        cases.add(new RuleCase("sqrt", List.of("sqrt"), (g, x, d) -> g.math.sqrt(g.math.abs(x))));
        cases.add(new RuleCase(
                "rsqrt",
                List.of("rsqrt"),
                (g, x, d) -> g.math.rsqrt(g.math.abs(x).add(0.1))));
        cases.add(new RuleCase(
                "reciprocal",
                List.of("Reciprocal"),
                (g, x, d) -> g.math.reciprocal(g.math.abs(x).add(0.5))));
        cases.add(new RuleCase("erf", List.of("erf"), (g, x, d) -> g.math.erf(x)));
        cases.add(new RuleCase("sin", List.of("sin"), (g, x, d) -> g.math.sin(x)));
        cases.add(new RuleCase("cos", List.of("cos"), (g, x, d) -> g.math.cos(x)));
        cases.add(new RuleCase("atan", List.of("atan"), (g, x, d) -> g.math.atan(x)));
        cases.add(new RuleCase("tan", List.of("tan"), (g, x, d) -> g.math.tan(g.math.tanh(x))));
        cases.add(new RuleCase(
                "asin", List.of("asin"), (g, x, d) -> g.math.asin(g.math.tanh(x).mul(0.9))));
        cases.add(new RuleCase(
                "acos", List.of("acos"), (g, x, d) -> g.math.acos(g.math.tanh(x).mul(0.9))));
        cases.add(new RuleCase("sinh", List.of("sinh"), (g, x, d) -> g.math.sinh(x)));
        cases.add(new RuleCase("cosh", List.of("cosh"), (g, x, d) -> g.math.cosh(x)));
        cases.add(new RuleCase("asinh", List.of("asinh"), (g, x, d) -> g.math.asinh(x)));
        cases.add(new RuleCase(
                "acosh",
                List.of("acosh"),
                (g, x, d) -> g.math.acosh(g.math.square(x).add(1.1))));
        cases.add(new RuleCase(
                "atanh",
                List.of("atanh"),
                (g, x, d) -> g.math.atanh(g.math.tanh(x).mul(0.9))));
        cases.add(new RuleCase("rint", List.of("rint"), (g, x, d) -> new Rint(g, x.mul(3), false).outputVariable()));
        cases.add(new RuleCase("log1p", List.of("log1p"), (g, x, d) -> g.math.log1p(g.math.abs(x))));
        cases.add(new RuleCase("expm1", List.of("expm1"), (g, x, d) -> g.math.expm1(x)));
        cases.add(new RuleCase("erfc", List.of("erfc"), (g, x, d) -> g.math.erfc(x)));
        cases.add(new RuleCase("cube", List.of("cube"), (g, x, d) -> g.math.cube(x)));
        cases.add(new RuleCase("merge add", List.of("mergeadd"), (g, x, d) -> g.math.mergeAdd(x, x.mul(2), x.add(1))));
        cases.add(new RuleCase(
                "merge average", List.of("mergeavg"), (g, x, d) -> g.math.mergeAvg(x, x.mul(2), x.add(1))));
        cases.add(new RuleCase("merge max", List.of("mergemax"), (g, x, d) -> g.math.mergeMax(x, x.mul(2), x.add(-1))));
        cases.add(new RuleCase(
                "floor division",
                List.of("floordiv"),
                (g, x, d) -> g.math.floorDiv(x.mul(5), d.positive(g, d.c(), d.h(), d.w()))));
        cases.add(new RuleCase(
                "floor remainder",
                List.of("floormod"),
                (g, x, d) -> g.math.floorMod(x.mul(5), d.positive(g, d.c(), d.h(), d.w()))));
        cases.add(new RuleCase(
                "not equal",
                List.of("not_equals", "cast"),
                (g, x, d) -> number(g.math.floor(x).neq(g.math.ceil(x.mul(0.5))))));
        cases.add(new RuleCase(
                "equal to scalar",
                List.of("equals_scalar"),
                (g, x, d) -> number(g.math.floor(x).eq(0.0))));
        cases.add(new RuleCase(
                "not equal to scalar",
                List.of("notequals_scalar"),
                (g, x, d) -> number(g.math.floor(x).neq(0.0))));
        cases.add(new RuleCase("and", List.of("and"), (g, x, d) -> number(g.math.and(x.gt(-0.5), x.lt(0.5)))));
        cases.add(new RuleCase("or", List.of("or"), (g, x, d) -> number(g.math.or(x.lt(-0.5), x.gt(0.5)))));
        cases.add(new RuleCase("exclusive or", List.of("xor"), (g, x, d) -> number(g.math.xor(x.gt(-0.5), x.gt(0.5)))));
        cases.add(new RuleCase("square", List.of("square"), (g, x, d) -> g.math.square(x)));
        cases.add(
                new RuleCase("clip by value", List.of("ClipByValue"), (g, x, d) -> g.math.clipByValue(x, -0.5, 0.75)));
        cases.add(new RuleCase("add", List.of("add"), (g, x, d) -> x.add(d.parameter(g, d.broadcast()))));
        cases.add(new RuleCase("subtract", List.of("subtract"), (g, x, d) -> d.parameter(g, d.broadcast())
                .sub(x)));
        cases.add(new RuleCase("multiply", List.of("multiply"), (g, x, d) -> x.mul(d.parameter(g, d.broadcast()))));
        cases.add(new RuleCase("divide", List.of("divide"), (g, x, d) -> x.div(d.positive(g, 1, d.c(), 1, 1))));
        cases.add(new RuleCase(
                "reverse subtract", List.of("reversesubtract"), (g, x, d) -> x.rsub(d.parameter(g, d.broadcast()))));
        cases.add(new RuleCase("reverse divide", List.of("reversedivide"), (g, x, d) -> d.positive(g, d.w())
                .rdiv(x)));
        cases.add(new RuleCase(
                "maximum", List.of("maximum"), (g, x, d) -> g.math.max(x, d.parameter(g, d.c(), d.h(), d.w()))));
        cases.add(new RuleCase(
                "minimum", List.of("minimum"), (g, x, d) -> g.math.min(x, d.parameter(g, d.c(), d.h(), d.w()))));
        cases.add(new RuleCase(
                "power of two operands",
                List.of("Pow"),
                (g, x, d) -> g.math.pow(g.math.abs(x), d.positive(g, d.c(), d.h(), d.w()))));
        cases.add(new RuleCase(
                "squared difference",
                List.of("squaredsubtract"),
                (g, x, d) -> g.math.squaredDifference(x, d.parameter(g, d.broadcast()))));
        cases.add(new RuleCase("add scalar", List.of("add_scalar"), (g, x, d) -> x.add(1.25)));
        cases.add(new RuleCase("subtract scalar", List.of("sub_scalar"), (g, x, d) -> x.sub(1.25)));
        cases.add(new RuleCase("multiply scalar", List.of("mul_scalar"), (g, x, d) -> x.mul(-0.3)));
        cases.add(new RuleCase("divide scalar", List.of("div_scalar"), (g, x, d) -> x.div(3)));
        cases.add(new RuleCase("reverse subtract scalar", List.of("rsub_scalar"), (g, x, d) -> x.rsub(1)));
        cases.add(new RuleCase("reverse divide scalar", List.of("rdiv_scalar"), (g, x, d) -> g.math.abs(x)
                .add(0.5)
                .rdiv(2)));
        cases.add(new RuleCase("power scalar", List.of("pow"), (g, x, d) -> x.pow(2)));
        cases.add(new RuleCase("max scalar", List.of("max_scalar"), (g, x, d) -> g.scalarMax(x, 0.1)));
        cases.add(new RuleCase("min scalar", List.of("scalar_min"), (g, x, d) -> g.scalarMin(x, 0.1)));
        cases.add(
                new RuleCase("greater", List.of("greater"), (g, x, d) -> number(x.gt(d.parameter(g, d.broadcast())))));
        cases.add(new RuleCase(
                "greater or equal",
                List.of("greater_equal"),
                (g, x, d) -> number(x.gte(d.parameter(g, d.broadcast())))));
        cases.add(new RuleCase("less", List.of("less"), (g, x, d) -> number(x.lt(d.parameter(g, d.broadcast())))));
        cases.add(new RuleCase(
                "less or equal", List.of("less_equal"), (g, x, d) -> number(x.lte(d.parameter(g, d.broadcast())))));
        cases.add(new RuleCase(
                "equal", List.of("equals"), (g, x, d) -> number(g.math.floor(x).eq(g.math.ceil(x.mul(0.5))))));
        cases.add(new RuleCase("greater than scalar", List.of("greaterthan_scalar"), (g, x, d) -> number(x.gt(0.2))));
        cases.add(new RuleCase(
                "greater or equal scalar", List.of("greaterthanorequal_scalar"), (g, x, d) -> number(x.gte(0.2))));
        cases.add(new RuleCase("less than scalar", List.of("lessthan_scalar"), (g, x, d) -> number(x.lt(0.2))));
        cases.add(new RuleCase(
                "less or equal scalar", List.of("lessthanorequal_scalar"), (g, x, d) -> number(x.lte(0.2))));
        cases.add(new RuleCase("where", List.of("Where"), (g, x, d) -> g.where(x, x.mul(0.1), x.gt(0.0))));
        cases.add(new RuleCase("shared operand", List.of("add", "multiply"), (g, x, d) -> x.add(x)
                .mul(x)));
    }

    private static SDVariable number(SDVariable condition) {
        return condition.castTo(DataType.FLOAT);
    }

    private static void activations(List<RuleCase> cases) {
        cases.add(new RuleCase("sigmoid", List.of("sigmoid"), (g, x, d) -> g.nn.sigmoid(x)));
        cases.add(new RuleCase("tanh", List.of("tanh"), (g, x, d) -> g.math.tanh(x)));
        cases.add(new RuleCase("softplus", List.of("softplus"), (g, x, d) -> g.nn.softplus(x)));
        cases.add(new RuleCase("softsign", List.of("softsign"), (g, x, d) -> g.nn.softsign(x)));
        cases.add(new RuleCase("selu", List.of("selu"), (g, x, d) -> g.nn.selu(x)));
        cases.add(new RuleCase("swish", List.of("swish"), (g, x, d) -> g.nn.swish(x)));
        cases.add(new RuleCase("mish", List.of("mish"), (g, x, d) -> new Mish(g, x, false).outputVariable()));
        cases.add(new RuleCase("log sigmoid", List.of("logsigmoid"), (g, x, d) -> g.nn.logSigmoid(x)));
        cases.add(new RuleCase("relu", List.of("relu"), (g, x, d) -> g.nn.relu(x, 0)));
        cases.add(new RuleCase("gelu", List.of("gelu"), (g, x, d) -> g.nn.gelu(x)));
        cases.add(new RuleCase("precise gelu", List.of("precise_gelu"), (g, x, d) -> g.nn.preciseGelu(x)));
        cases.add(new RuleCase("rectified tanh", List.of("rectified_tanh"), (g, x, d) -> g.math.rectifiedTanh(x)));
        cases.add(new RuleCase("concatenated relu", List.of("crelu"), (g, x, d) -> g.nn.cReLU(x)));
        cases.add(new RuleCase(
                "parametric relu", List.of("prelu"), (g, x, d) -> g.nn.prelu(x, d.positive(g, d.c(), 1, 1), 2, 3)));
        cases.add(new RuleCase("relu6", List.of("relu6"), (g, x, d) -> g.nn.relu6(x.mul(5), 0)));
        cases.add(new RuleCase("leaky relu", List.of("leakyrelu"), (g, x, d) -> g.nn.leakyRelu(x, 0.1)));
        cases.add(new RuleCase("elu", List.of("elu"), (g, x, d) -> g.nn.elu(x)));
        cases.add(new RuleCase("hard sigmoid", List.of("hard_sigmoid"), (g, x, d) -> g.nn.hardSigmoid(x.mul(3))));
        cases.add(new RuleCase("hard tanh", List.of("hardtanh"), (g, x, d) -> g.nn.hardTanh(x)));
        // Not axis 1 of rank 4: there ND4J's oneDNN softmax gives rows that do not sum to 1.
        cases.add(new RuleCase("softmax", List.of("softmax"), (g, x, d) -> g.nn.softmax(x, d.among(2, 3))));
        cases.add(new RuleCase("log softmax", List.of("log_softmax"), (g, x, d) -> g.nn.logSoftmax(x, d.among(1, 3))));
    }

    private static void reductions(List<RuleCase> cases) {
        cases.add(new RuleCase(
                "mean",
                List.of("reduce_mean"),
                (g, x, d) -> g.mean(x, d.random().nextBoolean(), 2, 3)));
        cases.add(new RuleCase("mean over the batch", List.of("reduce_mean"), (g, x, d) -> g.mean(x, true, 0, 2, 3)));
        cases.add(new RuleCase(
                "sum", List.of("reduce_sum"), (g, x, d) -> g.sum(x, d.random().nextBoolean(), d.among(1, 3))));
        cases.add(new RuleCase("sum of all", List.of("reduce_sum"), (g, x, d) -> g.sum(x)));
        // Not axis -1: ND4J's reductions over a negative axis give zeros for every batch entry but the first.
        cases.add(new RuleCase("max", List.of("reduce_max"), (g, x, d) -> g.max(x, true, d.among(1, 3))));
        cases.add(new RuleCase("min", List.of("reduce_min"), (g, x, d) -> g.min(x, false, 1, 2)));
        cases.add(new RuleCase("product", List.of("reduce_prod"), (g, x, d) -> g.prod(x, d.among(1, 3))));
        cases.add(new RuleCase("euclidean norm", List.of("reduce_norm2"), (g, x, d) -> g.norm2(x, d.among(1, 3))));
        cases.add(new RuleCase("sum of magnitudes", List.of("reduce_norm1"), (g, x, d) -> g.norm1(x, d.among(1, 3))));
        cases.add(
                new RuleCase("sum of squares", List.of("reduce_sqnorm"), (g, x, d) -> g.squaredNorm(x, d.among(1, 3))));
        cases.add(new RuleCase("largest magnitude", List.of("amax"), (g, x, d) -> g.math.reduceAMax(x, d.among(1, 3))));
        cases.add(
                new RuleCase("smallest magnitude", List.of("amin"), (g, x, d) -> g.math.reduceAmin(x, d.among(1, 3))));
        cases.add(new RuleCase("mean magnitude", List.of("amean"), (g, x, d) -> g.math.reduceAmean(x, d.among(1, 3))));
        cases.add(new RuleCase(
                "position of the largest", List.of("argmax"), (g, x, d) -> number(g.argmax(x, true, d.among(1, 3)))));
        cases.add(new RuleCase(
                "position of the smallest", List.of("argmin"), (g, x, d) -> number(g.argmin(x, false, d.among(1, 3)))));
        cases.add(new RuleCase(
                "running sum",
                List.of("cumsum"),
                (g, x, d) -> g.cumsum(x, d.random().nextBoolean(), d.random().nextBoolean(), d.among(1, 3))));
    }

    private static void layout(List<RuleCase> cases) {
        cases.add(new RuleCase(
                "identity", List.of("identity"), (g, x, d) -> g.identity(x).add(1)));
        cases.add(new RuleCase("reshape", List.of("reshape"), (g, x, d) -> g.reshape(x, -1, d.c(), d.pixels())));
        cases.add(new RuleCase(
                "reshape with an open last axis", List.of("reshape"), (g, x, d) -> g.reshape(x.add(1), -1, d.w())
                        .mul(2)));
        cases.add(new RuleCase("reshape to the shape of another", List.of("reshape", "shape_of"), (g, x, d) -> {
            SDVariable flat = g.reshape(x, -1, d.values());
            return g.reshape(flat.mul(2), g.shape(x)).add(1);
        }));
        cases.add(new RuleCase("permute", List.of("permute"), (g, x, d) -> g.permute(x, 0, 3, 1, 2)));
        cases.add(new RuleCase(
                "transpose", List.of("transpose"), (g, x, d) -> g.transpose(g.reshape(x, -1, d.values()))));
        cases.add(
                new RuleCase("concat", List.of("concat"), (g, x, d) -> g.concat(d.among(1, 3), x, x.mul(2), x.add(1))));
        cases.add(new RuleCase("stack", List.of("stack"), (g, x, d) -> g.stack(d.among(0, 4), x, x.mul(2))));
        cases.add(new RuleCase("unstack", List.of("unstack"), (g, x, d) -> {
            SDVariable[] layers = g.unstack(x, 1, d.c());
            return layers[0].sub(layers[d.c() - 1].mul(2));
        }));
        cases.add(new RuleCase("split", List.of("split"), (g, x, d) -> {
            SDVariable[] halves = g.split(g.concat(1, x, x.mul(3)), 2, 1);
            return halves[1].sub(halves[0]);
        }));
        cases.add(new RuleCase("split by lengths", List.of("split_v"), (g, x, d) -> {
            SDVariable lengths = g.constant(Nd4j.createFromArray(2, d.h() - 2));
            return g.splitV(x, lengths, 2, 2)[1].mul(2);
        }));
        cases.add(new RuleCase("gather", List.of("gather"), (g, x, d) -> g.gather(x, new int[] {d.c() - 1, 0, 0}, 1)));
        cases.add(new RuleCase("tile", List.of("tile"), (g, x, d) -> g.tile(x, 1, 2, 1, 3)));
        cases.add(new RuleCase("pad", List.of("pad"), (g, x, d) -> {
            SDVariable sides = g.constant(Nd4j.createFromArray(new int[][] {{0, 0}, {1, 0}, {0, 2}, {3, 1}}));
            return g.nn.pad(x, sides, 0.5);
        }));
        cases.add(new RuleCase("reverse", List.of("reverse"), (g, x, d) -> g.reverse(x, d.among(1, 2), 3)));
        cases.add(new RuleCase("gather positions", List.of("gather_nd"), (g, x, d) -> {
            SDVariable at = g.constant(Nd4j.createFromArray(new int[][] {{0, 1, 2}, {0, 0, 4}}));
            return g.gatherNd(x, at);
        }));
        cases.add(new RuleCase(
                "zeros like", List.of("zeroslike"), (g, x, d) -> g.zerosLike(x).add(x)));
        cases.add(new RuleCase(
                "ones like", List.of("ones_as"), (g, x, d) -> g.onesLike(x).sub(x)));
        cases.add(new RuleCase(
                "depth to space",
                List.of("depth_to_space"),
                (g, x, d) -> g.cnn.depthToSpace(g.concat(1, x, x.mul(2), x.add(1), x.mul(x)), 2, DataFormat.NCHW)));
        cases.add(new RuleCase(
                "space to depth",
                List.of("space_to_depth"),
                (g, x, d) -> g.cnn.spaceToDepth(
                        g.concat(3, g.concat(2, x, x.mul(2)), g.concat(2, x.add(1), x)), 2, DataFormat.NCHW)));
        cases.add(new RuleCase("expand dims", List.of("expand_dims"), (g, x, d) -> g.expandDims(x, d.among(0, 4))
                .mul(2)));
        cases.add(new RuleCase("squeeze", List.of("squeeze"), (g, x, d) -> g.squeeze(g.mean(x, true, 1), 1)));
        cases.add(new RuleCase(
                "strided slice by indices",
                List.of("strided_slice"),
                (g, x, d) -> x.get(
                        SDIndex.all(), SDIndex.all(), SDIndex.interval(0, 2, d.h()), SDIndex.interval(1, 2, d.w()))));
        cases.add(new RuleCase(
                "strided slice with masks",
                List.of("strided_slice"),
                (g, x, d) -> g.stridedSlice(
                        x,
                        new long[] {0, 1, 0, 0},
                        new long[] {0, 2, 0, 0},
                        new long[] {1, 1, 2, 2},
                        13,
                        13,
                        0,
                        0,
                        0)));
        cases.add(new RuleCase("strided slice of one channel", List.of("strided_slice"), (g, x, d) -> x.get(
                        SDIndex.all(), SDIndex.point(1))
                .mul(2)));
        cases.add(new RuleCase(
                "slice",
                List.of("slice"),
                (g, x, d) -> g.slice(
                        g.reshape(x.add(0), -1, d.c(), d.h(), d.w()),
                        new int[] {0, 1, 2, 1},
                        -1,
                        d.c() - 1,
                        3,
                        d.w() - 2)));
    }

    private static void networks(List<RuleCase> cases) {
        cases.add(new RuleCase("convolution", List.of("conv2d"), (g, x, d) -> {
            int k = 1 + 2 * d.among(0, 2);
            SDVariable w = d.parameter(g, k, k, d.c(), d.among(1, 6));
            return g.cnn.conv2d(x, w, Windows.conv(k, d.among(1, 2), 1));
        }));
        cases.add(new RuleCase("convolution with weights [out, in, kH, kW]", List.of("conv2d"), (g, x, d) -> {
            int k = 1 + 2 * d.among(0, 2);
            Conv2DConfig config = Windows.conv(k, d.among(1, 2), 1);
            config.setWeightsFormat(WeightsFormat.OIYX);
            return g.cnn.conv2d(x, d.parameter(g, d.among(1, 6), d.c(), k, k), config);
        }));
        cases.add(new RuleCase("convolution with bias", List.of("conv2d"), (g, x, d) -> {
            int out = d.among(1, 6);
            return g.cnn.conv2d(
                    x, d.parameter(g, 3, 3, d.c(), out), d.parameter(g, out), Windows.conv(3, d.among(1, 2), 1));
        }));
        cases.add(new RuleCase(
                "depthwise convolution",
                List.of("depthwise_conv2d"),
                (g, x, d) ->
                        g.cnn.depthWiseConv2d(x, d.parameter(g, 3, 3, d.c(), 1), Windows.conv(3, d.among(1, 2), 1))));
        cases.add(new RuleCase(
                "depthwise convolution with multiplier and bias",
                List.of("depthwise_conv2d"),
                (g, x, d) -> g.cnn.depthWiseConv2d(
                        x,
                        d.parameter(g, 3, 3, d.c(), 2),
                        d.parameter(g, 2L * d.c()),
                        Windows.conv(3, d.among(1, 2), 1))));
        cases.add(new RuleCase("max pooling", List.of("maxpool2d"), (g, x, d) -> {
            int k = 5 + 4 * d.among(0, 2);
            return g.cnn.maxPooling2d(x, Windows.pool(k, 1, k / 2));
        }));
        cases.add(new RuleCase(
                "max pooling with stride",
                List.of("maxpool2d"),
                (g, x, d) -> g.cnn.maxPooling2d(x, Windows.pool(2, 2, 0))));
        cases.add(new RuleCase(
                "average pooling",
                List.of("avgpool2d"),
                (g, x, d) -> g.cnn.avgPooling2d(x, Windows.pool(3, d.among(1, 2), 1))));
        cases.add(new RuleCase(
                "upsampling", List.of("upsampling2d"), (g, x, d) -> g.cnn.upsampling2d(x, 2, d.among(2, 3), true)));
        cases.add(new RuleCase(
                "batch-norm operator",
                List.of("batchnorm"),
                (g, x, d) -> g.nn.batchNorm(
                        x,
                        d.parameter(g, d.c()),
                        d.positive(g, d.c()),
                        d.parameter(g, d.c()),
                        d.parameter(g, d.c()),
                        1e-3,
                        1)));
        cases.add(new RuleCase(
                "matrix product",
                List.of("matmul"),
                (g, x, d) -> g.mmul(g.reshape(x, -1, d.values()), d.parameter(g, d.values(), 3))));
        cases.add(new RuleCase(
                "matrix product of transposed",
                List.of("matmul"),
                (g, x, d) -> g.mmul(g.reshape(x, -1, d.values()), d.parameter(g, 3, d.values()), false, true, false)));
        cases.add(new RuleCase(
                "linear",
                List.of("xw_plus_b"),
                (g, x, d) ->
                        g.nn.linear(g.reshape(x, -1, d.values()), d.parameter(g, d.values(), 3), d.parameter(g, 3))));
        cases.add(new RuleCase("convolution in one dimension", List.of("conv1d"), (g, x, d) -> {
            SDVariable signal = g.reshape(x, -1, d.c(), d.pixels());
            Conv1DConfig config = Conv1DConfig.builder()
                    .k(3)
                    .s(d.among(1, 2))
                    .p(1)
                    .d(1)
                    .dataFormat(Conv1DConfig.NCW)
                    .paddingMode(PaddingMode.VALID)
                    .build();
            return g.cnn.conv1d(signal, d.parameter(g, 3, d.c(), 4), d.parameter(g, 4), config);
        }));
        cases.add(new RuleCase("transposed convolution", List.of("deconv2d"), (g, x, d) -> {
            DeConv2DConfig config =
                    DeConv2DConfig.builder().kH(3).kW(3).sH(2).sW(2).pH(1).pW(1).build();
            return g.cnn.deconv2d(x, d.parameter(g, 3, 3, 4, d.c()), d.parameter(g, 4), config);
        }));
        cases.add(new RuleCase("bilinear resize", List.of("resize_bilinear"), (g, x, d) -> {
            boolean corners = d.random().nextBoolean();
            return g.image.resizeBiLinear(g.permute(x, 0, 2, 3, 1), 7, 11, corners, !corners);
        }));
        cases.add(new RuleCase(
                "image resize",
                List.of("image_resize"),
                (g, x, d) -> g.image.imageResize(
                        g.permute(x, 0, 2, 3, 1),
                        g.constant(Nd4j.createFromArray(7, 11)),
                        d.random().nextBoolean()
                                ? ImageResizeMethod.ResizeNearest
                                : ImageResizeMethod.ResizeBilinear)));
        cases.add(new RuleCase("standardize", List.of("standardize"), (g, x, d) -> g.math.standardize(x, 2, 3)));
        cases.add(new RuleCase(
                "layer norm",
                List.of("layer_norm"),
                (g, x, d) -> g.nn.layerNorm(x, d.parameter(g, d.c()), d.parameter(g, d.c()), true, 1, 2, 3)));
        cases.add(new RuleCase("bias", List.of("biasadd"), (g, x, d) -> g.nn.biasAdd(x, d.parameter(g, d.c()), true)));
    }
}
