package io.github.yolox4j.model.network;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.graph.Mode;
import io.github.yolox4j.model.graph.Scope;
import io.github.yolox4j.model.weights.ParameterList;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What a network consists of, read from its evaluation graph. No weights are made for it, whatever the size.
 *
 * <p>Floating-point operations are counted as in the table of the reference's README: twice the number of
 * multiply-adds, which are \( k^2 c_{in} / g \) for each number that a convolution gives out (kernel \(k\), input
 * channels \(c_{in}\), groups \(g\)), two for each of a batch-norm, one for each of a leaky ReLU, and none for anything
 * else: SiLU, biases, pooling, additions and decoding are free. All seven published figures come out so, to their last
 * digit.
 *
 * @param layers in the order in which they are computed
 */
public record LayerTable(List<Layer> layers) {

    public LayerTable {
        layers = List.copyOf(layers);
    }

    /** The layers of a network for an input size. */
    public static LayerTable of(YoloxConfig config, AnchorGrid input) {
        SameDiff graph = SameDiff.create();
        SDVariable images = graph.placeHolder(YoloxGraph.IMAGES, DataType.FLOAT, -1, 3, input.height(), input.width());
        ParameterList parameters = new ParameterList();
        new Yolox(config).build(new Scope(graph, "", Mode.EVALUATION, parameters), images);
        return new LayerTable(new LayerReader(
                        config.architecture().activation(), parameters, new MapShape(3, input.height(), input.width()))
                .read(graph));
    }

    /** How many numbers are trained. */
    public long parameters() {
        return layers.stream().mapToLong(Layer::parameters).sum();
    }

    /** Floating-point operations for one image. */
    public long flops() {
        return layers.stream().mapToLong(Layer::flops).sum();
    }

    /** Shape of a feature map of one image. */
    public record MapShape(int channels, int height, int width) {

        /** How many numbers it has. */
        public long size() {
            return (long) channels * height * width;
        }

        @Override
        public String toString() {
            return channels + " x " + height + " x " + width;
        }
    }

    /**
     * One line of a {@link LayerTable}.
     *
     * @param name of the module in the reference, or of the operator where it has no parameters
     * @param kind in words, such as {@code conv 3x3 / 2, batch-norm, SiLU}
     * @param output shape of its output for one image
     * @param parameters how many numbers are trained
     * @param flops floating-point operations for one image, as {@link LayerTable} counts them
     */
    public record Layer(String name, String kind, LayerTable.MapShape output, long parameters, long flops) {}
}
