package io.github.yolox4j.export.proof;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.enums.WeightsFormat;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.StopGradient;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;

/** A case for each rule that training adds: a graph whose gradient has the operator. */
final class GradientCases {

    private GradientCases() {}

    static List<RuleCase> all() {
        List<RuleCase> cases = new ArrayList<>();
        arithmetic(cases);
        elementwise(cases);
        layout(cases);
        networks(cases);
        return cases;
    }

    private static void arithmetic(List<RuleCase> cases) {
        cases.add(new RuleCase("add", List.of("add_bp"), (g, x, d) -> x.add(d.parameter(g, d.broadcast()))));
        cases.add(new RuleCase("subtract", List.of("subtract_bp"), (g, x, d) -> x.sub(d.parameter(g, d.broadcast()))));
        cases.add(new RuleCase("subtract from", List.of("subtract_bp"), (g, x, d) -> d.parameter(g, d.broadcast())
                .sub(x)));
        cases.add(new RuleCase(
                "reverse subtract", List.of("reversesubtract_bp"), (g, x, d) -> x.rsub(d.parameter(g, d.broadcast()))));
        cases.add(new RuleCase("multiply", List.of("multiply_bp"), (g, x, d) -> x.mul(d.parameter(g, d.broadcast()))));
        cases.add(new RuleCase("multiply by itself", List.of("multiply_bp"), (g, x, d) -> x.mul(x)));
        cases.add(new RuleCase("divide", List.of("divide_bp"), (g, x, d) -> x.div(d.positive(g, d.partOfX()))));
        cases.add(new RuleCase("divide by", List.of("divide_bp"), (g, x, d) -> d.parameter(g, d.partOfX())
                .div(positive(g, x))));
        cases.add(new RuleCase("reverse divide", List.of("reversedivide_bp"), (g, x, d) -> positive(g, x)
                .rdiv(d.parameter(g, d.partOfX()))));
        cases.add(new RuleCase(
                "squared difference",
                List.of("squaredsubtract_bp"),
                (g, x, d) -> g.math.squaredDifference(x, d.parameter(g, d.broadcast()))));
        cases.add(new RuleCase(
                "both operands broadcast", List.of("multiply_bp"), (g, x, d) -> d.parameter(g, d.batch(), 1, 1, d.w())
                        .mul(d.parameter(g, 1, d.c(), d.h(), 1))
                        .add(x)));
    }

    private static void elementwise(List<RuleCase> cases) {
        cases.add(new RuleCase("square", List.of("square"), (g, x, d) -> g.math.square(x)));
        cases.add(new RuleCase("cube", List.of("_powderivative"), (g, x, d) -> x.pow(3)));
        cases.add(new RuleCase(
                "root", List.of("_powderivative"), (g, x, d) -> positive(g, x).pow(0.5)));
        cases.add(new RuleCase("rsqrt", List.of("rsqrt"), (g, x, d) -> g.math.rsqrt(positive(g, x))));
        cases.add(new RuleCase(
                "exp and log",
                List.of("exp", "log"),
                (g, x, d) -> g.math.log(g.math.exp(x).add(1))));
        cases.add(new RuleCase("abs and neg", List.of("abs", "neg"), (g, x, d) -> g.math.neg(g.math.abs(x))));
        cases.add(new RuleCase("atan", List.of("atan"), (g, x, d) -> g.math.atan(x)));
        cases.add(new RuleCase("sigmoid", List.of("sigmoid_bp"), (g, x, d) -> g.nn.sigmoid(x.mul(3))));
        cases.add(new RuleCase("detached factor", List.of("stop_gradient", "zeroslike"), (g, x, d) -> new StopGradient(
                        g, g.math.square(x))
                .outputVariable()
                .mul(x)));
        cases.add(new RuleCase("silu", List.of("sigmoid_bp", "multiply_bp"), (g, x, d) -> x.mul(g.nn.sigmoid(x))));
        cases.add(new RuleCase(
                "relu, and at zero",
                List.of("thresholdedrelu_bp"),
                (g, x, d) -> g.nn.relu(g.math.floor(x).mul(x), 0)));
        cases.add(new RuleCase(
                "scalars",
                List.of("rsub_scalar", "mul_scalar"),
                (g, x, d) -> x.rsub(1).mul(0.3).add(2).div(7).sub(1)));
        cases.add(new RuleCase("sum of all", List.of("reduce_sum_bp"), (g, x, d) -> g.math.square(x.sum())
                .mul(x)));
        cases.add(new RuleCase(
                "sum",
                List.of("reduce_sum_bp"),
                (g, x, d) -> g.math.square(x.sum(d.random().nextBoolean(), d.among(0, 3)))));
        cases.add(new RuleCase(
                "mean",
                List.of("reduce_mean_bp"),
                (g, x, d) -> g.math.square(x.mean(d.random().nextBoolean(), 0, 2, 3))));
        cases.add(new RuleCase("mean of all", List.of("reduce_mean_bp"), (g, x, d) -> g.math.square(x.mean())
                .mul(x)));
    }

    private static void layout(List<RuleCase> cases) {
        cases.add(new RuleCase(
                "reshape", List.of("reshape", "shape_of"), (g, x, d) -> g.math.square(g.reshape(x, -1, d.w()))));
        cases.add(new RuleCase("permute", List.of("permute"), (g, x, d) -> g.math.square(g.permute(x, 0, 2, 3, 1))));
        cases.add(new RuleCase(
                "concat",
                List.of("concat_bp"),
                (g, x, d) -> g.math.square(g.concat(d.among(1, 3), x, x.mul(2), g.math.square(x)))));
        cases.add(new RuleCase("stack and unstack", List.of("stack", "unstack"), (g, x, d) -> {
            SDVariable[] layers = g.unstack(x, 1, d.c());
            return g.math.square(g.stack(1, layers[0], layers[d.c() - 1].mul(layers[0])));
        }));
        cases.add(new RuleCase(
                "strided slice with steps",
                List.of("strided_slice_bp"),
                (g, x, d) -> g.math.square(g.stridedSlice(
                        x,
                        new long[] {0, 0, d.among(0, 1), d.among(0, 2)},
                        new long[] {d.batch(), d.c(), d.h(), d.w()},
                        new long[] {1, 1, 2, 3},
                        0,
                        0,
                        0,
                        0,
                        0))));
        cases.add(new RuleCase(
                "strided slice with masks",
                List.of("strided_slice_bp"),
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
        cases.add(new RuleCase(
                "strided slice that ends inside",
                List.of("strided_slice_bp"),
                (g, x, d) -> g.math.square(g.stridedSlice(
                        x,
                        new long[] {0, 0, 1, 2},
                        new long[] {d.batch(), d.c(), d.h() - 1, d.w() - 1},
                        new long[] {1, 1, 1, 1},
                        0,
                        0,
                        0,
                        0,
                        0))));
    }

    private static void networks(List<RuleCase> cases) {
        cases.add(new RuleCase("convolution", List.of("conv2d_bp"), (g, x, d) -> {
            int k = d.among(1, 5);
            SDVariable w = d.parameter(g, k, k, d.c(), d.among(1, 6));
            return g.cnn.conv2d(x, w, Windows.conv(k, k, d.among(1, 2), d.among(0, k / 2), 1));
        }));
        cases.add(new RuleCase("convolution with weights [out, in, kH, kW]", List.of("conv2d_bp"), (g, x, d) -> {
            int k = d.among(1, 4);
            SDVariable w = d.parameter(g, d.among(1, 6), d.c(), k, k);
            Conv2DConfig config = Windows.conv(k, k, d.among(1, 2), d.among(0, k / 2), 1);
            config.setWeightsFormat(WeightsFormat.OIYX);
            return g.cnn.conv2d(x, w, config);
        }));
        cases.add(new RuleCase("convolution with bias", List.of("conv2d_bp"), (g, x, d) -> {
            int out = d.among(1, 6);
            return g.cnn.conv2d(
                    x, d.parameter(g, 3, 3, d.c(), out), d.parameter(g, out), Windows.conv(3, 3, d.among(1, 3), 1, 1));
        }));
        cases.add(new RuleCase("pointwise convolution", List.of("conv2d_bp"), (g, x, d) -> {
            SDVariable w = d.parameter(g, 1, 1, d.c(), d.among(1, 6));
            return g.cnn.conv2d(x, w, Windows.conv(1, 1, d.among(1, 2), 0, 1));
        }));
        cases.add(new RuleCase("dilated convolution", List.of("conv2d_bp"), (g, x, d) -> {
            SDVariable w = d.parameter(g, 3, 3, d.c(), d.among(1, 4));
            return g.cnn.conv2d(x, w, Windows.conv(3, 3, d.among(1, 2), d.among(0, 2), 2));
        }));
        cases.add(new RuleCase("oblong convolution", List.of("conv2d_bp"), (g, x, d) -> {
            SDVariable w = d.parameter(g, 3, 5, d.c(), d.among(1, 4));
            return g.cnn.conv2d(x, w, Windows.conv(3, 5, d.among(1, 2), 1, 1));
        }));
        cases.add(new RuleCase("depthwise convolution", List.of("depthwise_conv2d_bp"), (g, x, d) -> {
            int k = 1 + 2 * d.among(0, 2);
            SDVariable w = d.parameter(g, k, k, d.c(), 1);
            return g.cnn.depthWiseConv2d(x, w, Windows.conv(k, k, d.among(1, 2), d.among(0, k / 2), 1));
        }));
        cases.add(new RuleCase("depthwise convolution with bias", List.of("depthwise_conv2d_bp"), (g, x, d) -> {
            SDVariable w = d.parameter(g, 3, 3, d.c(), 1);
            return g.cnn.depthWiseConv2d(x, w, d.parameter(g, d.c()), Windows.conv(3, 3, d.among(1, 2), 1, 1));
        }));
        cases.add(
                new RuleCase("batch norm and silu", List.of("conv2d_bp", "sigmoid_bp", "reduce_mean_bp"), (g, x, d) -> {
                    SDVariable y = g.cnn.conv2d(x, d.parameter(g, 1, 1, d.c(), 4), Windows.conv(1, 1, 1, 0, 1));
                    SDVariable centred = y.sub(y.mean(true, 0, 2, 3));
                    SDVariable variance = centred.mul(centred).mean(true, 0, 2, 3);
                    SDVariable scale = g.math.rsqrt(variance.add(1e-3)).mul(d.positive(g, 1, 4, 1, 1));
                    SDVariable normal = centred.mul(scale).add(d.parameter(g, 1, 4, 1, 1));
                    SDVariable silu = normal.mul(g.nn.sigmoid(normal));
                    return g.cnn.conv2d(silu, d.parameter(g, 1, 1, 4, 2), Windows.conv(1, 1, 1, 0, 1));
                }));
        cases.add(new RuleCase("max pooling", List.of("maxpool2d", "maxpool2d_bp"), (g, x, d) -> {
            int k = d.among(2, 5);
            return g.cnn.maxPooling2d(x, Windows.pool(k, d.among(1, 2), d.among(0, k / 2)));
        }));
        cases.add(new RuleCase(
                "upsampling", List.of("upsampling2d_bp"), (g, x, d) -> g.cnn.upsampling2d(x, d.among(1, 3), 2, true)));
    }

    private static SDVariable positive(SameDiff g, SDVariable x) {
        return g.math.abs(x).add(0.3);
    }
}
