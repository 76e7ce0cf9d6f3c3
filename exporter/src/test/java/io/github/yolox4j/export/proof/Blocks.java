package io.github.yolox4j.export.proof;

import static io.github.yolox4j.export.proof.Draw.array;

import java.util.Random;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The building blocks of a detector in evaluation form, with random numbers. */
final class Blocks {

    private Blocks() {}

    static SDVariable convBnSwish(
            SameDiff g, SDVariable x, Random random, String name, int in, int out, int kernel, int stride) {
        INDArray weight = array(random, kernel, kernel, in, out).muli(1 / Math.sqrt(kernel * kernel * in));
        SDVariable w = g.var(name + ".conv.weight", weight);
        return bnSwish(g, g.cnn.conv2d(x, w, Windows.conv(kernel, stride, 1)), random, name, out);
    }

    static SDVariable depthwiseBnSwish(SameDiff g, SDVariable x, Random random, String name, int channels) {
        SDVariable w =
                g.var(name + ".conv.weight", array(random, 3, 3, channels, 1).muli(1.0 / 3));
        return bnSwish(g, g.cnn.depthWiseConv2d(x, w, Windows.conv(3, 1, 1)), random, name, channels);
    }

    /** Swish of (x - mean) * (rsqrt(var + eps) * gamma) + beta. */
    private static SDVariable bnSwish(SameDiff g, SDVariable x, Random random, String name, int channels) {
        SDVariable mean = g.var(name + ".bn.running_mean", array(random, 1, channels, 1, 1));
        SDVariable variance = g.var(
                name + ".bn.running_var",
                Nd4j.math().abs(array(random, 1, channels, 1, 1)).addi(0.2));
        SDVariable gamma =
                g.var(name + ".bn.weight", array(random, 1, channels, 1, 1).addi(1));
        SDVariable beta = g.var(name + ".bn.bias", array(random, 1, channels, 1, 1));
        SDVariable scale = g.math.rsqrt(variance.add(1e-3)).mul(gamma);
        return g.nn.swish(x.sub(mean).mul(scale).add(beta));
    }
}
