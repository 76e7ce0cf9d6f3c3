package io.github.yolox4j.model.network;

import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.graph.Block;
import io.github.yolox4j.model.graph.Conv;
import io.github.yolox4j.model.graph.Residual;
import io.github.yolox4j.model.graph.Scope;
import io.github.yolox4j.model.graph.Sequence;
import io.github.yolox4j.model.graph.SppBottleneck;
import java.util.Collections;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Darknet of 53 convolutions: five stages of residual layers, each halving the resolution and doubling the channels,
 * then spatial pyramid pooling.
 *
 * @see <a href="https://arxiv.org/abs/1804.02767">Redmon and Farhadi, YOLOv3</a>
 */
public record Darknet53(YoloxConfig config) {

    public Pyramid build(Scope at, SDVariable images) {
        Block first = new Conv(3, ch(32), 3, 1, config.architecture().activation());
        SDVariable c1 = Sequence.of(first).then(stage(32, 1)).build(at.in("stem"), images);
        SDVariable c2 = stage(64, 2).build(at.in("dark2"), c1);
        SDVariable c3 = stage(128, 8).build(at.in("dark3"), c2);
        SDVariable c4 = stage(256, 8).build(at.in("dark4"), c3);
        SDVariable c5 = stage(512, 4).then(pooling()).build(at.in("dark5"), c4);
        return new Pyramid(c3, c4, c5);
    }

    /** A strided convolution and residual layers: twice the channels at half the resolution. */
    private Sequence stage(int in, int layers) {
        Block residual = new Residual(ch(2 * in), config.architecture().activation());
        return Sequence.of(conv(in, 2 * in, 3, 2))
                .then(new Sequence(Collections.nCopies(Math.max(config.repeats(layers), 1), residual)));
    }

    private Sequence pooling() {
        return Sequence.of(
                conv(1024, 512, 1, 1),
                conv(512, 1024, 3, 1),
                new SppBottleneck(ch(1024), ch(512), config.architecture().activation()),
                conv(512, 1024, 3, 1),
                conv(1024, 512, 1, 1));
    }

    private Block conv(int in, int out, int kernel, int stride) {
        return new Conv(ch(in), ch(out), kernel, stride, config.architecture().activation());
    }

    private int ch(int base) {
        return config.channels(base);
    }
}
