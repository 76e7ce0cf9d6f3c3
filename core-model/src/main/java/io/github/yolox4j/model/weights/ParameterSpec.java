package io.github.yolox4j.model.weights;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The description of one parameter.
 *
 * @param name as in the reference state_dict
 * @param kind what it is
 * @param outputs output channels, or channels
 * @param inputs input channels per output channel
 * @param kernel side of the convolution window
 */
public record ParameterSpec(String name, ParameterKind kind, int outputs, int inputs, int kernel) {

    /** The shape in the reference state_dict. */
    public long[] referenceShape() {
        return kind.isDecayed() ? new long[] {outputs, inputs, kernel, kernel} : new long[] {outputs};
    }

    /** The shape in our graphs. */
    public long[] graphShape() {
        if (kind.isOfNorm()) {
            return new long[] {1, outputs, 1, 1};
        }
        return switch (kind) {
            case CONVOLUTION_WEIGHT -> referenceShape();
            case DEPTHWISE_WEIGHT -> new long[] {kernel, kernel, outputs, 1};
            default -> new long[] {outputs};
        };
    }

    /** How many numbers it has. */
    public long size() {
        return Arrays.stream(referenceShape()).reduce(1, Math::multiplyExact);
    }

    /** How many numbers one output depends on. */
    public long fanIn() {
        return (long) inputs * kernel * kernel;
    }

    /** A copy of a value of the reference's layout in the graph's. */
    INDArray toGraph(INDArray reference) {
        INDArray arranged =
                switch (kind) {
                    case DEPTHWISE_WEIGHT -> reference.permute(2, 3, 0, 1);
                    default -> reference.reshape(graphShape());
                };
        return arranged.dup('c');
    }

    /** A copy of a value of the graph's layout in the reference's. */
    INDArray toReference(INDArray graph) {
        INDArray arranged =
                switch (kind) {
                    case DEPTHWISE_WEIGHT -> graph.permute(2, 3, 0, 1);
                    default -> graph.reshape(referenceShape());
                };
        return arranged.dup('c');
    }
}
