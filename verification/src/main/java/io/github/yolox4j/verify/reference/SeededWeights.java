package io.github.yolox4j.verify.reference;

import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.testkit.SplitMix64Weights;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Weights of a network that were drawn by {@link SplitMix64Weights}. Closing frees them. */
final class SeededWeights implements AutoCloseable {

    private final Weights weights;

    private SeededWeights(Weights weights) {
        this.weights = weights;
    }

    static SeededWeights draw(YoloxConfig config, long seed) {
        Weights weights = new Yolox(config).initialise(DataType.FLOAT, 0);
        SplitMix64Weights source = new SplitMix64Weights(seed);
        List<String> names = weights.names();
        for (int k = 0; k < names.size(); k++) {
            String name = names.get(k);
            long[] shape;
            try (INDArray reference = weights.reference(name)) {
                shape = reference.shape();
            }
            try (INDArray drawn = Nd4j.createFromArray(source.draw(k, name, shape))) {
                weights.setReference(name, drawn.reshape(shape));
            }
        }
        return new SeededWeights(weights);
    }

    Weights weights() {
        return weights;
    }

    @Override
    public void close() {
        weights.values().values().forEach(INDArray::close);
    }
}
