package io.github.yolox4j.runtime;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.export.lowering.gradient.Dialect;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.model.weights.ParameterSpec;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.onednn.network.Layer;
import io.github.yolox4j.onednn.network.Network;
import io.github.yolox4j.onednn.network.NetworkReader;
import io.github.yolox4j.onednn.run.PassArrays;
import io.github.yolox4j.onednn.run.TrainingPass;
import io.github.yolox4j.ort.LoadedModel;
import io.github.yolox4j.ort.SessionSettings;
import io.github.yolox4j.train.engine.PerSize;
import io.github.yolox4j.train.engine.TrainingGraph;
import io.github.yolox4j.train.task.DetectionTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * What {@link OneDnnTrainingEngine} needs for one input size: passes forward and backward through the network, for each
 * number of threads that is used, and what is between.
 */
final class OneDnnStep implements PerSize.Closable {

    private final Network network;
    private final int batch;
    private final PassArrays arrays;
    private final LoadedModel loss;
    private final Map<String, Double> corrections;
    private final Map<Integer, TrainingPass> passes = new HashMap<>();

    OneDnnStep(
            DetectionTask task,
            Weights weights,
            PassArrays arrays,
            AnchorGrid size,
            int batch,
            SessionSettings settings) {
        SDVariable rows = task.head().network(weights, size);
        network = NetworkReader.read(rows, rows.getSameDiff().getVariable(YoloxGraph.IMAGES));
        this.batch = batch;
        this.arrays = arrays;
        corrections = corrections(network, weights, batch);
        loss = loss(task, size, batch, settings);
    }

    /** The pass that computes with so many threads, made when it is first asked for. */
    TrainingPass pass(int threads) {
        return passes.computeIfAbsent(threads, number -> new TrainingPass(network, batch, number, arrays));
    }

    LoadedModel loss() {
        return loss;
    }

    /** What makes the batch's value of each running statistic the estimate that the running one follows: a factor. */
    Map<String, Double> corrections() {
        return corrections;
    }

    private static LoadedModel loss(DetectionTask task, AnchorGrid size, int batch, SessionSettings settings) {
        try {
            return LoadedModel.of(OnnxLoss.of(task, size, batch, Dialect.ONNX_RUNTIME), settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Double> corrections(Network network, Weights weights, int batch) {
        Map<String, Long> numbers = new HashMap<>();
        for (Layer layer : network.layers()) {
            if (layer instanceof Layer.BatchNorm norm) {
                long perChannel =
                        (long) batch * norm.input().height() * norm.input().width();
                numbers.put(norm.runningMean(), perChannel);
                numbers.put(norm.runningVariance(), perChannel);
            }
        }
        Map<String, Double> corrections = new LinkedHashMap<>();
        for (ParameterSpec spec : weights.specs()) {
            if (!spec.kind().isTrainable() && !weights.isFrozen(spec.name())) {
                corrections.put(spec.name(), TrainingGraph.correction(spec, numbers.get(spec.name())));
            }
        }
        return corrections;
    }

    @Override
    public void close() {
        passes.values().forEach(TrainingPass::close);
        loss.close();
    }
}
