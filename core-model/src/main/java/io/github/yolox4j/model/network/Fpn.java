package io.github.yolox4j.model.network;

import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.graph.Block;
import io.github.yolox4j.model.graph.Conv;
import io.github.yolox4j.model.graph.Scope;
import io.github.yolox4j.model.graph.Sequence;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Feature pyramid as YOLOv3 has it: deep features are laid over shallower ones, top down only.
 *
 * @see <a href="https://arxiv.org/abs/1612.03144">Lin et al., Feature Pyramid Networks</a>
 */
public record Fpn(YoloxConfig config) {

    public Pyramid build(Scope at, Pyramid c) {
        SDVariable p5 = conv(512, 256, 1).build(at.in("out1_cbl"), c.stride32());
        SDVariable n4 = fuse(256 + 512, 256).build(at.in("out1"), at.concat(at.upsample(p5), c.stride16()));
        SDVariable p4 = conv(256, 128, 1).build(at.in("out2_cbl"), n4);
        SDVariable n3 = fuse(128 + 256, 128).build(at.in("out2"), at.concat(at.upsample(p4), c.stride8()));
        return new Pyramid(n3, n4, c.stride32());
    }

    private Sequence fuse(int in, int out) {
        return Sequence.of(
                conv(in, out, 1),
                conv(out, 2 * out, 3),
                conv(2 * out, out, 1),
                conv(out, 2 * out, 3),
                conv(2 * out, out, 1));
    }

    private Block conv(int in, int out, int kernel) {
        return new Conv(
                config.channels(in),
                config.channels(out),
                kernel,
                1,
                config.architecture().activation());
    }
}
