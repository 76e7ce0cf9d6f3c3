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
        return switch (kind) {
            case CONVOLUTION_WEIGHT -> referenceShape();
            case DEPTHWISE_WEIGHT -> new long[] {kernel, kernel, outputs, 1};
            case CONVOLUTION_BIAS -> new long[] {outputs};
            case NORM_WEIGHT, NORM_BIAS, RUNNING_MEAN, RUNNING_VARIANCE -> new long[] {1, outputs, 1, 1};
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
        return arranged(reference, graphShape());
    }

    /** A copy of a value of the graph's layout in the reference's. */
    INDArray toReference(INDArray graph) {
        return arranged(graph, referenceShape());
    }

    private INDArray arranged(INDArray value, long[] shape) {
        INDArray view = kind == ParameterKind.DEPTHWISE_WEIGHT ? value.permute(2, 3, 0, 1) : value.reshape(shape);
        return view.dup('c');
    }
}
