package io.github.yolox4j.model.network;

import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.graph.Block;
import io.github.yolox4j.model.graph.Conv;
import io.github.yolox4j.model.graph.CspLayer;
import io.github.yolox4j.model.graph.Focus;
import io.github.yolox4j.model.graph.Scope;
import io.github.yolox4j.model.graph.SppBottleneck;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Darknet with cross-stage partial layers: a stem and four stages, each halving the resolution.
 *
 * @see <a href="https://arxiv.org/abs/1911.11929">Wang et al., CSPNet</a>
 */
public record CspDarknet(YoloxConfig config) {

    public Pyramid build(Scope at, SDVariable images) {
        SDVariable stem = new Focus(3, ch(1), 3).build(at.in("stem"), images);

        Scope dark2 = at.in("dark2");
        SDVariable c2 = stage(1, true, 2).build(dark2.in("1"), down(1).build(dark2.in("0"), stem));

        Scope dark3 = at.in("dark3");
        SDVariable c3 = stage(3, true, 4).build(dark3.in("1"), down(2).build(dark3.in("0"), c2));

        Scope dark4 = at.in("dark4");
        SDVariable c4 = stage(3, true, 8).build(dark4.in("1"), down(4).build(dark4.in("0"), c3));

        Scope dark5 = at.in("dark5");
        SDVariable pooled = new SppBottleneck(
                        ch(16), ch(16), config.architecture().activation())
                .build(dark5.in("1"), down(8).build(dark5.in("0"), c4));
        SDVariable c5 = stage(1, false, 16).build(dark5.in("2"), pooled);
        return new Pyramid(c3, c4, c5);
    }

    private Block down(int times) {
        return Conv.of(config.depthwise(), ch(times), 2 * ch(times), 3, 2);
    }

    private Block stage(int repeats, boolean shortcut, int times) {
        return new CspLayer(
                ch(times), ch(times), repeats * Math.max(config.repeats(3), 1), shortcut, config.depthwise());
    }

    /** Channels in multiples of the stem's. */
    private int ch(int times) {
        return times * config.channels(64);
    }
}
