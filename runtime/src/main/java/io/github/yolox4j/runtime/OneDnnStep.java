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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * What {@link OneDnnTrainingEngine} needs for one input size.
 *
 * @param pass through the network, there and back
 * @param loss what is between
 * @param statistics of the batch, for each running statistic
 */
record OneDnnStep(TrainingPass pass, LoadedModel loss, List<Statistic> statistics) implements PerSize.Closable {

    static OneDnnStep of(
            DetectionTask task,
            Weights weights,
            PassArrays arrays,
            AnchorGrid size,
            int batch,
            SessionSettings settings) {
        SDVariable rows = task.head().network(weights, size);
        Network network = NetworkReader.read(rows, rows.getSameDiff().getVariable(YoloxGraph.IMAGES));
        LoadedModel loss = loss(task, size, batch, settings);
        return new OneDnnStep(new TrainingPass(network, batch, arrays), loss, statistics(network, weights, batch));
    }

    private static LoadedModel loss(DetectionTask task, AnchorGrid size, int batch, SessionSettings settings) {
        try {
            return LoadedModel.of(OnnxLoss.of(task, size, batch, Dialect.ONNX_RUNTIME), settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Statistic> statistics(Network network, Weights weights, int batch) {
        Map<String, Long> perChannel = new HashMap<>();
        for (Layer layer : network.layers()) {
            if (layer instanceof Layer.BatchNorm norm) {
                long values =
                        (long) batch * norm.input().height() * norm.input().width();
                perChannel.put(norm.path() + ".running_mean", values);
                perChannel.put(norm.path() + ".running_var", values);
            }
        }
        List<Statistic> statistics = new ArrayList<>();
        for (ParameterSpec spec : weights.specs()) {
            if (!spec.kind().isTrainable() && !weights.isFrozen(spec.name())) {
                double correction = TrainingGraph.correction(spec, perChannel.get(spec.name()));
                statistics.add(new Statistic(spec.name(), spec.name(), correction));
            }
        }
        return statistics;
    }

    @Override
    public void close() {
        pass.close();
        loss.close();
    }
}
