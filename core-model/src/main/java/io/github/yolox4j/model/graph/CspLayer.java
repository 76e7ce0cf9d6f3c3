package io.github.yolox4j.model.graph;

import org.nd4j.autodiff.samediff.SDVariable;

/** Cross-stage partial layer: half of the channels pass {@code repeats} bottlenecks, the other half goes round them. */
public record CspLayer(int in, int out, int repeats, boolean shortcut, boolean depthwise) implements Block {

    @Override
    public SDVariable build(Scope at, SDVariable x) {
        int hidden = out / 2;
        SDVariable deep = new Conv(in, hidden, 1, 1).build(at.in("conv1"), x);
        for (int i = 0; i < repeats; i++) {
            deep = new Bottleneck(hidden, shortcut, depthwise).build(at.in("m").in(Integer.toString(i)), deep);
        }
        SDVariable round = new Conv(in, hidden, 1, 1).build(at.in("conv2"), x);
        return new Conv(2 * hidden, out, 1, 1).build(at.in("conv3"), at.concat(deep, round));
    }

    /** A 1x1 and a 3x3 block, with the input added to their output where {@code shortcut} says so. */
    record Bottleneck(int channels, boolean shortcut, boolean depthwise) implements Block {

        @Override
        public SDVariable build(Scope at, SDVariable x) {
            SDVariable y = new Conv(channels, channels, 1, 1).build(at.in("conv1"), x);
            y = Conv.of(depthwise, channels, channels, 3, 1).build(at.in("conv2"), y);
            return shortcut ? y.add(x) : y;
        }
    }
}
