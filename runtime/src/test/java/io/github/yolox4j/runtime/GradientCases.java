package io.github.yolox4j.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.enums.WeightsFormat;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.StopGradient;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;
import org.nd4j.linalg.factory.Nd4j;

/** One small graph per operator that differentiation makes; sizes and settings are drawn at random. */
final class GradientCases {

    /** Applies an operator to {@code x} of shape [batch, c, h, w], a variable of the graph. */
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

    /** The sizes of x, and more random numbers. */
    record Draw(Random random, int n, int c, int h, int w) {

        static Draw of(Random random) {
            return new Draw(
                    random, 1 + random.nextInt(3), 2 + random.nextInt(4), 6 + random.nextInt(4), 6 + random.nextInt(4));
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
                    Nd4j.math().abs(array(random, shape)).addi(0.3));
        }

        /** A shape that broadcasts against x. */
        long[] broadcast() {
            return random.nextInt(6) == 0 ? new long[] {1} : partOfX();
        }

        /** As {@link #broadcast()}, but not a single number: there SameDiff's gradient of a divisor is wrong. */
        long[] partOfX() {
            return switch (random.nextInt(5)) {
                case 0 -> new long[] {1, c, 1, 1};
                case 1 -> new long[] {c, h, w};
                case 2 -> new long[] {w};
                case 3 -> new long[] {1, 1, h, 1};
                default -> new long[] {n, c, h, w};
            };
        }
    }

    private GradientCases() {}

    static List<Case> all() {
        List<Case> cases = new ArrayList<>();
        arithmetic(cases);
        elementwise(cases);
        layout(cases);
        networks(cases);
        return cases;
    }

    private static void arithmetic(List<Case> cases) {
        cases.add(new Case("add", (g, x, d) -> x.add(d.parameter(g, d.broadcast()))));
        cases.add(new Case("subtract", (g, x, d) -> x.sub(d.parameter(g, d.broadcast()))));
        cases.add(new Case(
                "subtract from", (g, x, d) -> d.parameter(g, d.broadcast()).sub(x)));
        cases.add(new Case("reverse subtract", (g, x, d) -> x.rsub(d.parameter(g, d.broadcast()))));
        cases.add(new Case("multiply", (g, x, d) -> x.mul(d.parameter(g, d.broadcast()))));
        cases.add(new Case("multiply by itself", (g, x, d) -> x.mul(x)));
        cases.add(new Case("divide", (g, x, d) -> x.div(d.positive(g, d.partOfX()))));
        cases.add(new Case("divide by", (g, x, d) -> d.parameter(g, d.partOfX()).div(positive(g, x))));
        cases.add(new Case("reverse divide", (g, x, d) -> positive(g, x).rdiv(d.parameter(g, d.partOfX()))));
        cases.add(new Case(
                "squared difference", (g, x, d) -> g.math.squaredDifference(x, d.parameter(g, d.broadcast()))));
        cases.add(new Case("both operands broadcast", (g, x, d) -> d.parameter(g, d.n(), 1, 1, d.w())
                .mul(d.parameter(g, 1, d.c(), d.h(), 1))
                .add(x)));
    }

    private static void elementwise(List<Case> cases) {
        cases.add(new Case("square", (g, x, d) -> g.math.square(x)));
        cases.add(new Case("cube", (g, x, d) -> x.pow(3)));
        cases.add(new Case("root", (g, x, d) -> positive(g, x).pow(0.5)));
        cases.add(new Case("rsqrt", (g, x, d) -> g.math.rsqrt(positive(g, x))));
        cases.add(new Case("exp and log", (g, x, d) -> g.math.log(g.math.exp(x).add(1))));
        cases.add(new Case("abs and neg", (g, x, d) -> g.math.neg(g.math.abs(x))));
        cases.add(new Case("atan", (g, x, d) -> g.math.atan(x)));
        cases.add(new Case("sigmoid", (g, x, d) -> g.nn.sigmoid(x.mul(3))));
        cases.add(new Case("detached factor", (g, x, d) -> new StopGradient(g, g.math.square(x))
                .outputVariable()
                .mul(x)));
        cases.add(new Case("silu", (g, x, d) -> x.mul(g.nn.sigmoid(x))));
        cases.add(new Case(
                "relu, and at zero", (g, x, d) -> g.nn.relu(g.math.floor(x).mul(x), 0)));
        cases.add(new Case(
                "scalars", (g, x, d) -> x.rsub(1).mul(0.3).add(2).div(7).sub(1)));
        cases.add(new Case("sum of all", (g, x, d) -> g.math.square(x.sum()).mul(x)));
        cases.add(new Case("sum", (g, x, d) -> g.math.square(x.sum(d.random().nextBoolean(), d.among(0, 3)))));
        cases.add(new Case("mean", (g, x, d) -> g.math.square(x.mean(d.random().nextBoolean(), 0, 2, 3))));
        cases.add(new Case("mean of all", (g, x, d) -> g.math.square(x.mean()).mul(x)));
    }

    private static void layout(List<Case> cases) {
        cases.add(new Case("reshape", (g, x, d) -> g.math.square(g.reshape(x, -1, d.w()))));
        cases.add(new Case("permute", (g, x, d) -> g.math.square(g.permute(x, 0, 2, 3, 1))));
        cases.add(
                new Case("concat", (g, x, d) -> g.math.square(g.concat(d.among(1, 3), x, x.mul(2), g.math.square(x)))));
        cases.add(new Case("stack and unstack", (g, x, d) -> {
            SDVariable[] layers = g.unstack(x, 1, d.c());
            return g.math.square(g.stack(1, layers[0], layers[d.c() - 1].mul(layers[0])));
        }));
        cases.add(new Case(
                "strided slice with steps",
                (g, x, d) -> g.math.square(g.stridedSlice(
                        x,
                        new long[] {0, 0, d.among(0, 1), d.among(0, 2)},
                        new long[] {d.n(), d.c(), d.h(), d.w()},
                        new long[] {1, 1, 2, 3},
                        0,
                        0,
                        0,
                        0,
                        0))));
        cases.add(new Case(
                "strided slice with masks",
                (g, x, d) -> g.math.square(g.stridedSlice(
                        x,
                        new long[] {0, 1, 0, 0},
                        new long[] {0, 2, 0, 0},
                        new long[] {1, 1, 2, 1},
                        13,
                        13,
                        0,
                        0,
                        0))));
        cases.add(new Case(
                "strided slice that ends inside",
                (g, x, d) -> g.math.square(g.stridedSlice(
                        x,
                        new long[] {0, 0, 1, 2},
                        new long[] {d.n(), d.c(), d.h() - 1, d.w() - 1},
                        new long[] {1, 1, 1, 1},
                        0,
                        0,
                        0,
                        0,
                        0))));
    }

    private static void networks(List<Case> cases) {
        cases.add(new Case("convolution", (g, x, d) -> {
            int k = d.among(1, 5);
            SDVariable w = d.parameter(g, k, k, d.c(), d.among(1, 6));
            return g.cnn.conv2d(x, w, conv(k, k, d.among(1, 2), d.among(0, k / 2), 1));
        }));
        cases.add(new Case("convolution with weights [out, in, kH, kW]", (g, x, d) -> {
            int k = d.among(1, 4);
            SDVariable w = d.parameter(g, d.among(1, 6), d.c(), k, k);
            Conv2DConfig config = conv(k, k, d.among(1, 2), d.among(0, k / 2), 1);
            config.setWeightsFormat(WeightsFormat.OIYX);
            return g.cnn.conv2d(x, w, config);
        }));
        cases.add(new Case("convolution with bias", (g, x, d) -> {
            int out = d.among(1, 6);
            return g.cnn.conv2d(
                    x, d.parameter(g, 3, 3, d.c(), out), d.parameter(g, out), conv(3, 3, d.among(1, 3), 1, 1));
        }));
        cases.add(new Case("pointwise convolution", (g, x, d) -> {
            SDVariable w = d.parameter(g, 1, 1, d.c(), d.among(1, 6));
            return g.cnn.conv2d(x, w, conv(1, 1, d.among(1, 2), 0, 1));
        }));
        cases.add(new Case("dilated convolution", (g, x, d) -> {
            SDVariable w = d.parameter(g, 3, 3, d.c(), d.among(1, 4));
            return g.cnn.conv2d(x, w, conv(3, 3, d.among(1, 2), d.among(0, 2), 2));
        }));
        cases.add(new Case("oblong convolution", (g, x, d) -> {
            SDVariable w = d.parameter(g, 3, 5, d.c(), d.among(1, 4));
            return g.cnn.conv2d(x, w, conv(3, 5, d.among(1, 2), 1, 1));
        }));
        cases.add(new Case("depthwise convolution", (g, x, d) -> {
            int k = 1 + 2 * d.among(0, 2);
            SDVariable w = d.parameter(g, k, k, d.c(), 1);
            return g.cnn.depthWiseConv2d(x, w, conv(k, k, d.among(1, 2), d.among(0, k / 2), 1));
        }));
        cases.add(new Case("depthwise convolution with bias", (g, x, d) -> {
            SDVariable w = d.parameter(g, 3, 3, d.c(), 1);
            return g.cnn.depthWiseConv2d(x, w, d.parameter(g, d.c()), conv(3, 3, d.among(1, 2), 1, 1));
        }));
        cases.add(new Case("batch norm and silu", (g, x, d) -> {
            SDVariable y = g.cnn.conv2d(x, d.parameter(g, 1, 1, d.c(), 4), conv(1, 1, 1, 0, 1));
            SDVariable centred = y.sub(y.mean(true, 0, 2, 3));
            SDVariable variance = centred.mul(centred).mean(true, 0, 2, 3);
            SDVariable scale = g.math.rsqrt(variance.add(1e-3)).mul(d.positive(g, 1, 4, 1, 1));
            SDVariable normal = centred.mul(scale).add(d.parameter(g, 1, 4, 1, 1));
            SDVariable silu = normal.mul(g.nn.sigmoid(normal));
            return g.cnn.conv2d(silu, d.parameter(g, 1, 1, 4, 2), conv(1, 1, 1, 0, 1));
        }));
        cases.add(new Case("max pooling", (g, x, d) -> {
            int k = d.among(2, 5);
            return g.cnn.maxPooling2d(x, pool(k, d.among(1, 2), d.among(0, k / 2)));
        }));
        cases.add(new Case("upsampling", (g, x, d) -> g.cnn.upsampling2d(x, d.among(1, 3), 2, true)));
    }

    static Conv2DConfig conv(int kernelHeight, int kernelWidth, int stride, int padding, int dilation) {
        return Conv2DConfig.builder()
                .kH(kernelHeight)
                .kW(kernelWidth)
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

    private static Pooling2DConfig pool(int kernel, int stride, int padding) {
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

    private static SDVariable positive(SameDiff g, SDVariable x) {
        return g.math.abs(x).add(0.3);
    }

    /** Normally distributed numbers in double precision, each a float. */
    static INDArray array(Random random, long... shape) {
        double[] values = new double[(int) Arrays.stream(shape).reduce(1, Math::multiplyExact)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Nd4j.createFromArray(values).reshape('c', shape).castTo(DataType.DOUBLE);
    }
}
