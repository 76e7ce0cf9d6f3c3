package io.github.yolox4j.verify.export;

import static io.github.yolox4j.verify.export.Exported.array;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.enums.DataFormat;
import org.nd4j.enums.ImageResizeMethod;
import org.nd4j.enums.WeightsFormat;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv1DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.DeConv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Mish;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Rint;
import org.nd4j.linalg.factory.Nd4j;

/** One small graph per SameDiff operator that has a rule; sizes and settings are drawn at random. */
final class RuleCases {

    /** Applies an operator to {@code x} of shape [batch, c, h, w]. */
    @FunctionalInterface
    interface Build {
        SDVariable of(SameDiff g, SDVariable x, Draw draw);
    }

    record Case(String name, Build build) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** The sizes of the input without its batch, and more random numbers. */
    record Draw(Random random, int c, int h, int w) {
        static Draw of(Random random) {
            return new Draw(random, 2 + random.nextInt(4), 5 + random.nextInt(4), 5 + random.nextInt(4));
        }

        int among(int low, int high) {
            return low + random.nextInt(high - low + 1);
        }

        SDVariable parameter(SameDiff g, long... shape) {
            return g.var("p" + g.variables().size(), array(random, shape));
        }

        SDVariable positive(SameDiff g, long... shape) {
            return g.var(
                    "p" + g.variables().size(),
                    Nd4j.math().abs(array(random, shape)).addi(0.2));
        }

        /** A shape that broadcasts against the input. */
        SDVariable broadcast(SameDiff g) {
            return switch (random.nextInt(4)) {
                case 0 -> parameter(g, 1, c, 1, 1);
                case 1 -> parameter(g, c, h, w);
                case 2 -> parameter(g, w);
                default -> parameter(g, 1, 1, h, 1);
            };
        }
    }

    private RuleCases() {}

    static List<Case> all() {
        List<Case> cases = new ArrayList<>();
        arithmetic(cases);
        activations(cases);
        reductions(cases);
        layout(cases);
        networks(cases);
        return cases;
    }

    private static void arithmetic(List<Case> cases) {
        cases.add(new Case("neg", (g, x, d) -> g.math.neg(x)));
        cases.add(new Case("abs", (g, x, d) -> g.math.abs(x)));
        cases.add(new Case("sign", (g, x, d) -> g.math.sign(x)));
        cases.add(new Case("floor", (g, x, d) -> g.math.floor(x.mul(3))));
        cases.add(new Case("ceil", (g, x, d) -> g.math.ceil(x.mul(3))));
        cases.add(new Case("exp", (g, x, d) -> g.math.exp(x)));
        cases.add(new Case("log", (g, x, d) -> g.math.log(g.math.abs(x).add(0.1))));
        cases.add(new Case("sqrt", (g, x, d) -> g.math.sqrt(g.math.abs(x))));
        cases.add(new Case("rsqrt", (g, x, d) -> g.math.rsqrt(g.math.abs(x).add(0.1))));
        cases.add(new Case(
                "reciprocal", (g, x, d) -> g.math.reciprocal(g.math.abs(x).add(0.5))));
        cases.add(new Case("erf", (g, x, d) -> g.math.erf(x)));
        cases.add(new Case("sin", (g, x, d) -> g.math.sin(x)));
        cases.add(new Case("cos", (g, x, d) -> g.math.cos(x)));
        cases.add(new Case("atan", (g, x, d) -> g.math.atan(x)));
        cases.add(new Case("tan", (g, x, d) -> g.math.tan(g.math.tanh(x))));
        cases.add(new Case("asin", (g, x, d) -> g.math.asin(g.math.tanh(x).mul(0.9))));
        cases.add(new Case("acos", (g, x, d) -> g.math.acos(g.math.tanh(x).mul(0.9))));
        cases.add(new Case("sinh", (g, x, d) -> g.math.sinh(x)));
        cases.add(new Case("cosh", (g, x, d) -> g.math.cosh(x)));
        cases.add(new Case("asinh", (g, x, d) -> g.math.asinh(x)));
        cases.add(new Case("acosh", (g, x, d) -> g.math.acosh(g.math.square(x).add(1.1))));
        cases.add(new Case("atanh", (g, x, d) -> g.math.atanh(g.math.tanh(x).mul(0.9))));
        cases.add(new Case("rint", (g, x, d) -> new Rint(g, x.mul(3), false).outputVariable()));
        cases.add(new Case("log1p", (g, x, d) -> g.math.log1p(g.math.abs(x))));
        cases.add(new Case("expm1", (g, x, d) -> g.math.expm1(x)));
        cases.add(new Case("erfc", (g, x, d) -> g.math.erfc(x)));
        cases.add(new Case("cube", (g, x, d) -> g.math.cube(x)));
        cases.add(new Case("merge add", (g, x, d) -> g.math.mergeAdd(x, x.mul(2), x.add(1))));
        cases.add(new Case("merge average", (g, x, d) -> g.math.mergeAvg(x, x.mul(2), x.add(1))));
        cases.add(new Case("merge max", (g, x, d) -> g.math.mergeMax(x, x.mul(2), x.add(-1))));
        cases.add(
                new Case("floor division", (g, x, d) -> g.math.floorDiv(x.mul(5), d.positive(g, d.c(), d.h(), d.w()))));
        cases.add(new Case(
                "floor remainder", (g, x, d) -> g.math.floorMod(x.mul(5), d.positive(g, d.c(), d.h(), d.w()))));
        cases.add(new Case("not equal", (g, x, d) -> number(g.math.floor(x).neq(g.math.ceil(x.mul(0.5))))));
        cases.add(
                new Case("equal to scalar", (g, x, d) -> number(g.math.floor(x).eq(0.0))));
        cases.add(new Case(
                "not equal to scalar", (g, x, d) -> number(g.math.floor(x).neq(0.0))));
        cases.add(new Case("and", (g, x, d) -> number(g.math.and(x.gt(-0.5), x.lt(0.5)))));
        cases.add(new Case("or", (g, x, d) -> number(g.math.or(x.lt(-0.5), x.gt(0.5)))));
        cases.add(new Case("exclusive or", (g, x, d) -> number(g.math.xor(x.gt(-0.5), x.gt(0.5)))));
        cases.add(new Case("square", (g, x, d) -> g.math.square(x)));
        cases.add(new Case("clip by value", (g, x, d) -> g.math.clipByValue(x, -0.5, 0.75)));
        cases.add(new Case("add", (g, x, d) -> x.add(d.broadcast(g))));
        cases.add(new Case("subtract", (g, x, d) -> d.broadcast(g).sub(x)));
        cases.add(new Case("multiply", (g, x, d) -> x.mul(d.broadcast(g))));
        cases.add(new Case("divide", (g, x, d) -> x.div(d.positive(g, 1, d.c(), 1, 1))));
        cases.add(new Case("reverse subtract", (g, x, d) -> x.rsub(d.broadcast(g))));
        cases.add(new Case("reverse divide", (g, x, d) -> d.positive(g, d.w()).rdiv(x)));
        cases.add(new Case("maximum", (g, x, d) -> g.math.max(x, d.parameter(g, d.c(), d.h(), d.w()))));
        cases.add(new Case("minimum", (g, x, d) -> g.math.min(x, d.parameter(g, d.c(), d.h(), d.w()))));
        cases.add(new Case(
                "power of two operands", (g, x, d) -> g.math.pow(g.math.abs(x), d.positive(g, d.c(), d.h(), d.w()))));
        cases.add(new Case("squared difference", (g, x, d) -> g.math.squaredDifference(x, d.broadcast(g))));
        cases.add(new Case("add scalar", (g, x, d) -> x.add(1.25)));
        cases.add(new Case("subtract scalar", (g, x, d) -> x.sub(1.25)));
        cases.add(new Case("multiply scalar", (g, x, d) -> x.mul(-0.3)));
        cases.add(new Case("divide scalar", (g, x, d) -> x.div(3)));
        cases.add(new Case("reverse subtract scalar", (g, x, d) -> x.rsub(1)));
        cases.add(new Case(
                "reverse divide scalar", (g, x, d) -> g.math.abs(x).add(0.5).rdiv(2)));
        cases.add(new Case("power scalar", (g, x, d) -> x.pow(2)));
        cases.add(new Case("max scalar", (g, x, d) -> g.scalarMax(x, 0.1)));
        cases.add(new Case("min scalar", (g, x, d) -> g.scalarMin(x, 0.1)));
        cases.add(new Case("greater", (g, x, d) -> number(x.gt(d.broadcast(g)))));
        cases.add(new Case("greater or equal", (g, x, d) -> number(x.gte(d.broadcast(g)))));
        cases.add(new Case("less", (g, x, d) -> number(x.lt(d.broadcast(g)))));
        cases.add(new Case("less or equal", (g, x, d) -> number(x.lte(d.broadcast(g)))));
        cases.add(new Case("equal", (g, x, d) -> number(g.math.floor(x).eq(g.math.ceil(x.mul(0.5))))));
        cases.add(new Case("greater than scalar", (g, x, d) -> number(x.gt(0.2))));
        cases.add(new Case("greater or equal scalar", (g, x, d) -> number(x.gte(0.2))));
        cases.add(new Case("less than scalar", (g, x, d) -> number(x.lt(0.2))));
        cases.add(new Case("less or equal scalar", (g, x, d) -> number(x.lte(0.2))));
        cases.add(new Case("where", (g, x, d) -> g.where(x, x.mul(0.1), x.gt(0.0))));
        cases.add(new Case("shared operand", (g, x, d) -> x.add(x).mul(x)));
    }

    private static SDVariable number(SDVariable condition) {
        return condition.castTo(DataType.FLOAT);
    }

    private static void activations(List<Case> cases) {
        cases.add(new Case("sigmoid", (g, x, d) -> g.nn.sigmoid(x)));
        cases.add(new Case("tanh", (g, x, d) -> g.math.tanh(x)));
        cases.add(new Case("softplus", (g, x, d) -> g.nn.softplus(x)));
        cases.add(new Case("softsign", (g, x, d) -> g.nn.softsign(x)));
        cases.add(new Case("selu", (g, x, d) -> g.nn.selu(x)));
        cases.add(new Case("swish", (g, x, d) -> g.nn.swish(x)));
        cases.add(new Case("mish", (g, x, d) -> new Mish(g, x, false).outputVariable()));
        cases.add(new Case("log sigmoid", (g, x, d) -> g.nn.logSigmoid(x)));
        cases.add(new Case("relu", (g, x, d) -> g.nn.relu(x, 0)));
        cases.add(new Case("gelu", (g, x, d) -> g.nn.gelu(x)));
        cases.add(new Case("precise gelu", (g, x, d) -> g.nn.preciseGelu(x)));
        cases.add(new Case("rectified tanh", (g, x, d) -> g.math.rectifiedTanh(x)));
        cases.add(new Case("concatenated relu", (g, x, d) -> g.nn.cReLU(x)));
        cases.add(new Case("parametric relu", (g, x, d) -> g.nn.prelu(x, d.positive(g, d.c(), 1, 1), 2, 3)));
        cases.add(new Case("relu6", (g, x, d) -> g.nn.relu6(x.mul(5), 0)));
        cases.add(new Case("leaky relu", (g, x, d) -> g.nn.leakyRelu(x, 0.1)));
        cases.add(new Case("elu", (g, x, d) -> g.nn.elu(x)));
        cases.add(new Case("hard sigmoid", (g, x, d) -> g.nn.hardSigmoid(x.mul(3))));
        cases.add(new Case("hard tanh", (g, x, d) -> g.nn.hardTanh(x)));
        // Not axis 1 of rank 4: there ND4J's oneDNN softmax gives rows that do not sum to 1.
        cases.add(new Case("softmax", (g, x, d) -> g.nn.softmax(x, d.among(2, 3))));
        cases.add(new Case("log softmax", (g, x, d) -> g.nn.logSoftmax(x, d.among(1, 3))));
    }

    private static void reductions(List<Case> cases) {
        cases.add(new Case("mean", (g, x, d) -> g.mean(x, d.random().nextBoolean(), 2, 3)));
        cases.add(new Case("mean over the batch", (g, x, d) -> g.mean(x, true, 0, 2, 3)));
        cases.add(new Case("sum", (g, x, d) -> g.sum(x, d.random().nextBoolean(), d.among(1, 3))));
        cases.add(new Case("sum of all", (g, x, d) -> g.sum(x)));
        // Not axis -1: ND4J's reductions over a negative axis give zeros for every batch entry but the first.
        cases.add(new Case("max", (g, x, d) -> g.max(x, true, d.among(1, 3))));
        cases.add(new Case("min", (g, x, d) -> g.min(x, false, 1, 2)));
        cases.add(new Case("product", (g, x, d) -> g.prod(x, d.among(1, 3))));
        cases.add(new Case("euclidean norm", (g, x, d) -> g.norm2(x, d.among(1, 3))));
        cases.add(new Case("sum of magnitudes", (g, x, d) -> g.norm1(x, d.among(1, 3))));
        cases.add(new Case("sum of squares", (g, x, d) -> g.squaredNorm(x, d.among(1, 3))));
        cases.add(new Case("largest magnitude", (g, x, d) -> g.math.reduceAMax(x, d.among(1, 3))));
        cases.add(new Case("smallest magnitude", (g, x, d) -> g.math.reduceAmin(x, d.among(1, 3))));
        cases.add(new Case("mean magnitude", (g, x, d) -> g.math.reduceAmean(x, d.among(1, 3))));
        cases.add(new Case("position of the largest", (g, x, d) -> number(g.argmax(x, true, d.among(1, 3)))));
        cases.add(new Case("position of the smallest", (g, x, d) -> number(g.argmin(x, false, d.among(1, 3)))));
        cases.add(new Case(
                "running sum",
                (g, x, d) -> g.cumsum(x, d.random().nextBoolean(), d.random().nextBoolean(), d.among(1, 3))));
    }

    private static void layout(List<Case> cases) {
        cases.add(new Case("identity", (g, x, d) -> g.identity(x).add(1)));
        cases.add(new Case("reshape", (g, x, d) -> g.reshape(x, -1, d.c(), d.h() * d.w())));
        cases.add(new Case("reshape with an open last axis", (g, x, d) -> g.reshape(x.add(1), -1, d.w())
                .mul(2)));
        cases.add(new Case("reshape to the shape of another", (g, x, d) -> {
            SDVariable flat = g.reshape(x, -1, d.c() * d.h() * d.w());
            return g.reshape(flat.mul(2), g.shape(x)).add(1);
        }));
        cases.add(new Case("permute", (g, x, d) -> g.permute(x, 0, 3, 1, 2)));
        cases.add(new Case("transpose", (g, x, d) -> g.transpose(g.reshape(x, -1, d.c() * d.h() * d.w()))));
        cases.add(new Case("concat", (g, x, d) -> g.concat(d.among(1, 3), x, x.mul(2), x.add(1))));
        cases.add(new Case("stack", (g, x, d) -> g.stack(d.among(0, 4), x, x.mul(2))));
        cases.add(new Case("unstack", (g, x, d) -> {
            SDVariable[] layers = g.unstack(x, 1, d.c());
            return layers[0].sub(layers[d.c() - 1].mul(2));
        }));
        cases.add(new Case("split", (g, x, d) -> {
            SDVariable[] halves = g.split(g.concat(1, x, x.mul(3)), 2, 1);
            return halves[1].sub(halves[0]);
        }));
        cases.add(new Case("split by lengths", (g, x, d) -> {
            SDVariable lengths = g.constant(Nd4j.createFromArray(2, d.h() - 2));
            return g.splitV(x, lengths, 2, 2)[1].mul(2);
        }));
        cases.add(new Case("gather", (g, x, d) -> g.gather(x, new int[] {d.c() - 1, 0, 0}, 1)));
        cases.add(new Case("tile", (g, x, d) -> g.tile(x, 1, 2, 1, 3)));
        cases.add(new Case("pad", (g, x, d) -> {
            SDVariable sides = g.constant(Nd4j.createFromArray(new int[][] {{0, 0}, {1, 0}, {0, 2}, {3, 1}}));
            return g.nn.pad(x, sides, 0.5);
        }));
        cases.add(new Case("reverse", (g, x, d) -> g.reverse(x, d.among(1, 2), 3)));
        cases.add(new Case("gather positions", (g, x, d) -> {
            SDVariable at = g.constant(Nd4j.createFromArray(new int[][] {{0, 1, 2}, {0, 0, 4}}));
            return g.gatherNd(x, at);
        }));
        cases.add(new Case("zeros like", (g, x, d) -> g.zerosLike(x).add(x)));
        cases.add(new Case("ones like", (g, x, d) -> g.onesLike(x).sub(x)));
        cases.add(new Case(
                "depth to space",
                (g, x, d) -> g.cnn.depthToSpace(g.concat(1, x, x.mul(2), x.add(1), x.mul(x)), 2, DataFormat.NCHW)));
        cases.add(new Case(
                "space to depth",
                (g, x, d) -> g.cnn.spaceToDepth(
                        g.concat(3, g.concat(2, x, x.mul(2)), g.concat(2, x.add(1), x)), 2, DataFormat.NCHW)));
        cases.add(new Case(
                "expand dims", (g, x, d) -> g.expandDims(x, d.among(0, 4)).mul(2)));
        cases.add(new Case("squeeze", (g, x, d) -> g.squeeze(g.mean(x, true, 1), 1)));
        cases.add(new Case(
                "strided slice by indices",
                (g, x, d) -> x.get(
                        SDIndex.all(), SDIndex.all(), SDIndex.interval(0, 2, d.h()), SDIndex.interval(1, 2, d.w()))));
        cases.add(new Case(
                "strided slice with masks",
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
        cases.add(new Case("strided slice of one channel", (g, x, d) -> x.get(SDIndex.all(), SDIndex.point(1))
                .mul(2)));
        cases.add(new Case(
                "slice",
                (g, x, d) -> g.slice(
                        g.reshape(x.add(0), -1, d.c(), d.h(), d.w()),
                        new int[] {0, 1, 2, 1},
                        -1,
                        d.c() - 1,
                        3,
                        d.w() - 2)));
    }

    private static void networks(List<Case> cases) {
        cases.add(new Case("convolution", (g, x, d) -> {
            int k = 1 + 2 * d.among(0, 2);
            SDVariable w = d.parameter(g, k, k, d.c(), d.among(1, 6));
            return g.cnn.conv2d(x, w, conv(k, d.among(1, 2), 1));
        }));
        cases.add(new Case("convolution with weights [out, in, kH, kW]", (g, x, d) -> {
            int k = 1 + 2 * d.among(0, 2);
            Conv2DConfig config = conv(k, d.among(1, 2), 1);
            config.setWeightsFormat(WeightsFormat.OIYX);
            return g.cnn.conv2d(x, d.parameter(g, d.among(1, 6), d.c(), k, k), config);
        }));
        cases.add(new Case("convolution with bias", (g, x, d) -> {
            int out = d.among(1, 6);
            return g.cnn.conv2d(x, d.parameter(g, 3, 3, d.c(), out), d.parameter(g, out), conv(3, d.among(1, 2), 1));
        }));
        cases.add(new Case(
                "depthwise convolution",
                (g, x, d) -> g.cnn.depthWiseConv2d(x, d.parameter(g, 3, 3, d.c(), 1), conv(3, d.among(1, 2), 1))));
        cases.add(new Case(
                "depthwise convolution with multiplier and bias",
                (g, x, d) -> g.cnn.depthWiseConv2d(
                        x, d.parameter(g, 3, 3, d.c(), 2), d.parameter(g, 2 * d.c()), conv(3, d.among(1, 2), 1))));
        cases.add(new Case("max pooling", (g, x, d) -> {
            int k = 5 + 4 * d.among(0, 2);
            return g.cnn.maxPooling2d(x, pool(k, 1, k / 2));
        }));
        cases.add(new Case("max pooling with stride", (g, x, d) -> g.cnn.maxPooling2d(x, pool(2, 2, 0))));
        cases.add(new Case("average pooling", (g, x, d) -> g.cnn.avgPooling2d(x, pool(3, d.among(1, 2), 1))));
        cases.add(new Case("upsampling", (g, x, d) -> g.cnn.upsampling2d(x, 2, d.among(2, 3), true)));
        cases.add(new Case(
                "batch-norm operator",
                (g, x, d) -> g.nn.batchNorm(
                        x,
                        d.parameter(g, d.c()),
                        d.positive(g, d.c()),
                        d.parameter(g, d.c()),
                        d.parameter(g, d.c()),
                        1e-3,
                        1)));
        cases.add(new Case(
                "matrix product",
                (g, x, d) ->
                        g.mmul(g.reshape(x, -1, d.c() * d.h() * d.w()), d.parameter(g, d.c() * d.h() * d.w(), 3))));
        cases.add(new Case(
                "matrix product of transposed",
                (g, x, d) -> g.mmul(
                        g.reshape(x, -1, d.c() * d.h() * d.w()),
                        d.parameter(g, 3, d.c() * d.h() * d.w()),
                        false,
                        true,
                        false)));
        cases.add(new Case(
                "linear",
                (g, x, d) -> g.nn.linear(
                        g.reshape(x, -1, d.c() * d.h() * d.w()),
                        d.parameter(g, d.c() * d.h() * d.w(), 3),
                        d.parameter(g, 3))));
        cases.add(new Case("convolution in one dimension", (g, x, d) -> {
            SDVariable signal = g.reshape(x, -1, d.c(), d.h() * d.w());
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
        cases.add(new Case("transposed convolution", (g, x, d) -> {
            DeConv2DConfig config =
                    DeConv2DConfig.builder().kH(3).kW(3).sH(2).sW(2).pH(1).pW(1).build();
            return g.cnn.deconv2d(x, d.parameter(g, 3, 3, 4, d.c()), d.parameter(g, 4), config);
        }));
        cases.add(new Case("bilinear resize", (g, x, d) -> {
            boolean corners = d.random().nextBoolean();
            return g.image.resizeBiLinear(g.permute(x, 0, 2, 3, 1), 7, 11, corners, !corners);
        }));
        cases.add(new Case(
                "image resize",
                (g, x, d) -> g.image.imageResize(
                        g.permute(x, 0, 2, 3, 1),
                        g.constant(Nd4j.createFromArray(7, 11)),
                        d.random().nextBoolean()
                                ? ImageResizeMethod.ResizeNearest
                                : ImageResizeMethod.ResizeBilinear)));
        cases.add(new Case("standardize", (g, x, d) -> g.math.standardize(x, 2, 3)));
        cases.add(new Case(
                "layer norm",
                (g, x, d) -> g.nn.layerNorm(x, d.parameter(g, d.c()), d.parameter(g, d.c()), true, 1, 2, 3)));
        cases.add(new Case("bias", (g, x, d) -> g.nn.biasAdd(x, d.parameter(g, d.c()), true)));
    }

    static Conv2DConfig conv(int kernel, int stride, int dilation) {
        int padding = dilation * (kernel - 1) / 2;
        return Conv2DConfig.builder()
                .kH(kernel)
                .kW(kernel)
                .sH(stride)
                .sW(stride)
                .pH(padding)
                .pW(padding)
                .dH(dilation)
                .dW(dilation)
                .paddingMode(PaddingMode.VALID)
                .dataFormat(Conv2DConfig.NCHW)
                .build();
    }

    static Pooling2DConfig pool(int kernel, int stride, int padding) {
        return Pooling2DConfig.builder()
                .kH(kernel)
                .kW(kernel)
                .sH(stride)
                .sW(stride)
                .pH(padding)
                .pW(padding)
                .isNHWC(false)
                .build();
    }
}
