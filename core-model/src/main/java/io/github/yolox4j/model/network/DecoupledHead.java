package io.github.yolox4j.model.network;

import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.graph.Block;
import io.github.yolox4j.model.graph.Conv;
import io.github.yolox4j.model.graph.DepthwiseConv;
import io.github.yolox4j.model.graph.Prediction;
import io.github.yolox4j.model.graph.Scope;
import io.github.yolox4j.model.graph.Sequence;
import org.nd4j.autodiff.samediff.SDVariable;

/** The decoupled head: per level one branch that classifies, and one that places boxes and says how sure it is. */
public record DecoupledHead(YoloxConfig config) {

    private static final int HIDDEN = 256;

    /**
     * Logits per level, {@code [batch, 4 + 1 + classes, height / stride, width / stride]}: box, objectness, classes.
     */
    public Pyramid build(Scope at, Pyramid features) {
        return new Pyramid(
                level(at, 0, features.stride8()), level(at, 1, features.stride16()), level(at, 2, features.stride32()));
    }

    private SDVariable level(Scope at, int index, SDVariable feature) {
        String level = Integer.toString(index);
        int hidden = config.channels(HIDDEN);
        SDVariable stem = conv(config.featureChannels().get(index), 1)
                .build(at.in("stems").in(level), feature);

        SDVariable classFeature = branch(at.in("cls_convs").in(level), stem);
        SDVariable boxFeature = branch(at.in("reg_convs").in(level), stem);

        SDVariable classes = new Prediction(hidden, config.classes())
                .build(at.in("cls_preds").in(level), classFeature);
        SDVariable box = new Prediction(hidden, 4).build(at.in("reg_preds").in(level), boxFeature);
        SDVariable objectness =
                new Prediction(hidden, 1).build(at.in("obj_preds").in(level), boxFeature);
        return at.concat(box, objectness, classes);
    }

    private SDVariable branch(Scope at, SDVariable x) {
        int hidden = config.channels(HIDDEN);
        Block spatial = config.depthwise() ? new DepthwiseConv(hidden, hidden, 3, 1) : conv(hidden, 3);
        return Sequence.of(spatial, spatial).build(at, x);
    }

    private Block conv(int in, int kernel) {
        return new Conv(
                in, config.channels(HIDDEN), kernel, 1, config.architecture().activation());
    }
}
