package io.github.yolox4j.model.network;

import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.graph.Block;
import io.github.yolox4j.model.graph.Conv;
import io.github.yolox4j.model.graph.CspLayer;
import io.github.yolox4j.model.graph.Scope;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Path-aggregating feature pyramid: fuses deep to shallow, then back.
 *
 * @see <a href="https://arxiv.org/abs/1803.01534">Liu et al., Path Aggregation Network</a>
 */
public record PaFpn(YoloxConfig config) {

    public Pyramid build(Scope at, Pyramid c) {
        SDVariable p5 = lateral(1024, 512).build(at.in("lateral_conv0"), c.stride32());
        SDVariable p4 = fuse(512, 512).build(at.in("C3_p4"), at.concat(at.upsample(p5), c.stride16()));
        SDVariable l4 = lateral(512, 256).build(at.in("reduce_conv1"), p4);
        SDVariable n3 = fuse(256, 256).build(at.in("C3_p3"), at.concat(at.upsample(l4), c.stride8()));

        SDVariable d3 = down(256).build(at.in("bu_conv2"), n3);
        SDVariable n4 = fuse(256, 512).build(at.in("C3_n3"), at.concat(d3, l4));
        SDVariable d4 = down(512).build(at.in("bu_conv1"), n4);
        SDVariable n5 = fuse(512, 1024).build(at.in("C3_n4"), at.concat(d4, p5));
        return new Pyramid(n3, n4, n5);
    }

    private Block lateral(int in, int out) {
        return new Conv(ch(in), ch(out), 1, 1);
    }

    /** Joins two maps of {@code each} channels. */
    private Block fuse(int each, int out) {
        return new CspLayer(2 * ch(each), ch(out), config.repeats(3), false, config.depthwise());
    }

    private Block down(int channels) {
        return Conv.of(config.depthwise(), ch(channels), ch(channels), 3, 2);
    }

    private int ch(int base) {
        return config.channels(base);
    }
}
