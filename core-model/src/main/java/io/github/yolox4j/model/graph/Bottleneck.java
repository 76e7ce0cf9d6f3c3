package io.github.yolox4j.model.graph;

import org.nd4j.autodiff.samediff.SDVariable;

/** A 1x1 and a 3x3 block, with the input added to their output where {@code shortcut} says so. */
public record Bottleneck(int channels, boolean shortcut, boolean depthwise) implements Block {

    @Override
    public SDVariable build(Scope at, SDVariable x) {
        SDVariable y = new Conv(channels, channels, 1, 1).build(at.in("conv1"), x);
        y = Conv.of(depthwise, channels, channels, 3, 1).build(at.in("conv2"), y);
        return shortcut ? y.add(x) : y;
    }
}
