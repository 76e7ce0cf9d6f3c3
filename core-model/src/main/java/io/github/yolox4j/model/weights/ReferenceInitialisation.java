package io.github.yolox4j.model.weights;

import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How the reference draws a fresh network: convolution weights and biases uniform in \(\pm 1/\sqrt{\text{fan-in}}\),
 * batch-norm the identity, and the biases of class and objectness predictions such that every score starts at 0.01.
 *
 * @param seed of all draws; a parameter's numbers depend on it and on the parameter's name only
 */
public record ReferenceInitialisation(long seed) {

    private static final double PRIOR = 0.01;

    /** The first value of a parameter, in the graph's layout. */
    public INDArray draw(ParameterSpec spec, DataType type) {
        double bound = 1 / Math.sqrt(spec.fanIn());
        return switch (spec.kind()) {
            case CONVOLUTION_WEIGHT, DEPTHWISE_WEIGHT -> uniform(spec, bound, type);
            case CONVOLUTION_BIAS -> spec.name().contains("cls_preds")
                            || spec.name().contains("obj_preds")
                    ? full(spec, -Math.log((1 - PRIOR) / PRIOR), type)
                    : uniform(spec, bound, type);
            case NORM_WEIGHT, RUNNING_VARIANCE -> full(spec, 1, type);
            case NORM_BIAS, RUNNING_MEAN -> full(spec, 0, type);
        };
    }

    private INDArray uniform(ParameterSpec spec, double bound, DataType type) {
        SplittableRandom random = new SplittableRandom(seed * 31 + spec.name().hashCode());
        INDArray reference = Nd4j.createUninitialized(DataType.DOUBLE, spec.referenceShape());
        double[] numbers = random.doubles(reference.length(), -bound, bound).toArray();
        return spec.toGraph(Nd4j.createFromArray(numbers).reshape(spec.referenceShape()))
                .castTo(type);
    }

    private static INDArray full(ParameterSpec spec, double value, DataType type) {
        return Nd4j.valueArrayOf(spec.graphShape(), value, type);
    }
}
