package io.github.yolox4j.model.graph;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;

/**
 * Spatial pyramid pooling: maxima over windows of 5, 9 and 13 pixels beside the input.
 *
 * @see <a href="https://arxiv.org/abs/1406.4729">He et al., Spatial Pyramid Pooling</a>
 */
public record SppBottleneck(int in, int out, Activation activation) implements Block {

    @Override
    public SDVariable build(Scope at, SDVariable x) {
        int hidden = in / 2;
        SDVariable y = new Conv(in, hidden, 1, 1, activation).build(at.in("conv1"), x);
        SDVariable[] pools = Stream.concat(Stream.of(y), IntStream.of(5, 9, 13).mapToObj(window -> pool(y, window)))
                .toArray(SDVariable[]::new);
        return new Conv(4 * hidden, out, 1, 1, activation).build(at.in("conv2"), at.concat(pools));
    }

    private static SDVariable pool(SDVariable x, int window) {
        Pooling2DConfig config = Pooling2DConfig.builder()
                .kH(window)
                .kW(window)
                .sH(1)
                .sW(1)
                .pH(window / 2)
                .pW(window / 2)
                .dH(1)
                .dW(1)
                .paddingMode(PaddingMode.VALID)
                .isNHWC(false)
                .build();
        return x.getSameDiff().cnn().maxPooling2d(x, config);
    }
}
