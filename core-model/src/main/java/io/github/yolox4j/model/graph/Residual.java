package io.github.yolox4j.model.graph;

import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A 1x1 block to half of the channels and a 3x3 block back, with the input added to their output.
 *
 * @see <a href="https://arxiv.org/abs/1804.02767">Redmon and Farhadi, YOLOv3</a>
 */
public record Residual(int channels, Activation activation) implements Block {

    @Override
    public SDVariable build(Scope at, SDVariable x) {
        int hidden = channels / 2;
        SDVariable y = new Conv(channels, hidden, 1, 1, activation).build(at.in("layer1"), x);
        return x.add(new Conv(hidden, channels, 3, 1, activation).build(at.in("layer2"), y));
    }
}
