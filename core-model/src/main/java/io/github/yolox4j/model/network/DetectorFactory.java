package io.github.yolox4j.model.network;

import io.github.yolox4j.detection.Detector;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.Postprocessing;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.weights.Weights;

/** Makes detectors of weights in memory: what computes them is chosen at the edge. */
@FunctionalInterface
public interface DetectorFactory {

    /**
     * A detector of the weights as they are now, or, where {@link #followsWeights} says so, as they are when it is
     * asked. Whoever asks for it closes it.
     *
     * @param config of the network
     * @param weights of it
     * @param grid of the input size that images are letterboxed to
     * @param batch how many images one run takes, at most
     */
    Detector open(YoloxConfig config, Weights weights, AnchorGrid grid, Postprocessing postprocessing, int batch);

    /** Whether its detectors read the weights at every call, so that one of them serves however the weights change. */
    default boolean followsWeights() {
        return false;
    }
}
