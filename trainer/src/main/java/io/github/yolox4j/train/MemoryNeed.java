package io.github.yolox4j.train;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.network.LayerTable;
import java.util.List;

/**
 * About how much memory a training run takes outside of the Java heap, in single precision:
 * \[ M \approx M_0 + 4 P (4 + s + a) + 4 k A b \]
 * with \(P\) parameters, of which there are weights, gradients, the moving average and its copy for evaluation; \(s\)
 * numbers of optimiser's state for each (SGD 1, AdamW 2); \(a = 1\) if gradients are accumulated, else 0; \(A\) numbers
 * that the layers of the network put out for one image of the largest input; and \(b\) images in a batch. \(M_0\), for
 * libraries and code, and \(k\), how many numbers an engine keeps for each of a layer's, were measured as resident
 * memory of {@code yolox4j bench step}, which does not evaluate.
 */
public final class MemoryNeed {

    private static final long BASE = 300L << 20;
    private static final int COPIES = 4;

    private MemoryNeed() {}

    /**
     * The need of a run in bytes.
     *
     * @param perActivation \(k\) of the engine: {@code NUMBERS_PER_ACTIVATION} of its class
     */
    public static long bytes(TrainingConfig config, double perActivation) {
        List<AnchorGrid> sizes = config.sizeSchedule().sizes();
        LayerTable table = LayerTable.of(config.model(), sizes.get(sizes.size() - 1));
        long activations = config.batch()
                * table.layers().stream()
                        .mapToLong(layer -> layer.output().size())
                        .sum();
        Optimisation optimisation = config.optimisation();
        int accumulated = optimisation.accumulate() > 1 ? 1 : 0;
        int perParameter = COPIES + optimisation.optimizer().memory() + accumulated;
        return BASE + Float.BYTES * (table.parameters() * perParameter + (long) (perActivation * activations));
    }
}
