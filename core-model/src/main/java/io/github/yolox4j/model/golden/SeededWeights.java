package io.github.yolox4j.model.golden;

import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.weights.ParameterSpec;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.testkit.SplitMix64Weights;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Weights of a network that were drawn by {@link SplitMix64Weights}. Closing frees them. */
public final class SeededWeights implements AutoCloseable {

    private static final double PRIOR = 0.01;

    private final Weights weights;

    private SeededWeights(Weights weights) {
        this.weights = weights;
    }

    /** The weights of the reference's evaluation cases, in single precision. */
    public static SeededWeights draw(YoloxConfig config, long seed) {
        Weights weights = new Yolox(config).initialise(DataType.FLOAT, 0);
        SplitMix64Weights source = new SplitMix64Weights(seed);
        List<ParameterSpec> specs = weights.specs();
        for (int k = 0; k < specs.size(); k++) {
            String name = specs.get(k).name();
            long[] shape = specs.get(k).referenceShape();
            try (INDArray drawn = Nd4j.createFromArray(source.draw(k, name, shape))) {
                weights.setReference(name, drawn.reshape(shape));
            }
        }
        return new SeededWeights(weights);
    }

    /**
     * As {@link #draw}, but the biases of objectness and classes say {@value #PRIOR} everywhere, as before
     * training.
     */
    public static SeededWeights drawWithPrior(YoloxConfig config, long seed) {
        SeededWeights seeded = draw(config, seed);
        for (String name : seeded.weights.names()) {
            if (name.matches("head\\.(cls|obj)_preds\\.\\d\\.bias")) {
                seeded.weights.value(name).assign(-Math.log((1 - PRIOR) / PRIOR));
            }
        }
        return seeded;
    }

    /** The same numbers in another type; this is closed. */
    public SeededWeights in(DataType type) {
        try (SeededWeights original = this) {
            return new SeededWeights(original.weights.copy(type));
        }
    }

    /** Closed with this. */
    public Weights weights() {
        return weights;
    }

    @Override
    public void close() {
        weights.values().values().forEach(INDArray::close);
    }
}
