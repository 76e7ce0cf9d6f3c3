package io.github.yolox4j.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtSession;
import io.github.yolox4j.export.lowering.gradient.Dialect;
import io.github.yolox4j.export.onnx.OnnxGraph;
import io.github.yolox4j.export.onnx.OnnxModel;
import io.github.yolox4j.export.onnx.Port;
import io.github.yolox4j.losses.box.MissedMean;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.decode.AnchorGrid;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.model.weights.ArrayMemory;
import io.github.yolox4j.model.weights.ParameterSpec;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.train.assign.SimOta;
import io.github.yolox4j.train.assign.TargetObject;
import io.github.yolox4j.train.engine.StepGradients;
import io.github.yolox4j.train.engine.TargetAssignment;
import io.github.yolox4j.train.engine.TrainingEngine;
import io.github.yolox4j.train.engine.TrainingGraph;
import io.github.yolox4j.train.loss.LossChoice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The training step as SameDiff defines it, gradients included, lowered to ONNX and run by ONNX Runtime: the forward pass, label
 * assignment in plain Java on what it predicts, then loss and backward pass.
 *
 * <p>ONNX Runtime reads the parameters from the arrays of the weights and writes the gradients into arrays of this engine, without
 * a copy. It computes in single precision.
 */
public final class OnnxTrainingEngine implements TrainingEngine {

    private final int batch;
    private final TargetAssignment targets;
    private final LoadedModel forward;
    private final LoadedModel backward;
    private final Map<String, INDArray> owned = new LinkedHashMap<>();
    private final Map<String, FloatBuffer> buffers = new HashMap<>();
    private final Map<String, OnnxTensor> tensors = new HashMap<>();
    private final Map<String, INDArray> gradients = new LinkedHashMap<>();
    private final List<BatchStatistic> statistics = new ArrayList<>();

    /** A statistic of the batch and the factor that makes it the estimate the running one follows. */
    private record BatchStatistic(String running, String batch, double correction) {}

    private OnnxTrainingEngine(
            YoloxConfig config,
            Weights weights,
            AnchorGrid grid,
            int batch,
            LossChoice losses,
            SimOta assigner,
            SessionSettings settings) {
        if (weights.type() != DataType.FLOAT) {
            throw new IllegalArgumentException(
                    "ONNX Runtime trains in single precision, the weights are " + weights.type());
        }
        this.batch = batch;
        targets = new TargetAssignment(config, grid, batch, losses, assigner, weights.type());
        owned.put(YoloxGraph.IMAGES, Nd4j.zeros(weights.type(), batch, 3, grid.height(), grid.width()));
        Map<String, long[]> fed = new LinkedHashMap<>();
        fed.put(YoloxGraph.IMAGES, owned.get(YoloxGraph.IMAGES).shape());
        targets.arrays().forEach((name, array) -> fed.put(name, array.shape()));

        TrainingGraph training = TrainingGraph.of(config, weights, grid, losses);
        StepGraphs graphs = StepGraphs.of(training, fed, Dialect.ONNX_RUNTIME);
        forward = load(graphs.stages().first(), settings);
        backward = load(graphs.stages().second(), settings);

        share(YoloxGraph.IMAGES, owned.get(YoloxGraph.IMAGES));
        targets.arrays().forEach(this::share);
        training.trainable().forEach(spec -> share(spec.name(), weights.value(spec.name())));
        graphs.results().forEach(this::own);
        training.trainable().forEach(spec -> gradients.put(spec.name(), owned.get(training.gradientOf(spec))));
        for (ParameterSpec spec : training.running()) {
            String statistic = training.batchStatistic(spec);
            double correction = TrainingGraph.correction(spec, graphs.averaged().get(statistic));
            statistics.add(new BatchStatistic(spec.name(), statistic, correction));
        }
    }

    /**
     * Lowers the training graph and opens sessions for it.
     *
     * @param weights read at every step
     * @param grid of the input size
     * @param batch images per step
     * @throws IllegalArgumentException if the weights are not of single precision
     */
    public static OnnxTrainingEngine of(
            YoloxConfig config,
            Weights weights,
            AnchorGrid grid,
            int batch,
            LossChoice losses,
            SimOta assigner,
            SessionSettings settings) {
        return new OnnxTrainingEngine(config, weights, grid, batch, losses, assigner, settings);
    }

    /** Makes such engines. */
    public static TrainingEngine.Factory with(SessionSettings settings) {
        return (config, weights, grid, batch, losses, assigner) ->
                of(config, weights, grid, batch, losses, assigner, settings);
    }

    private static LoadedModel load(OnnxGraph graph, SessionSettings settings) {
        try {
            return LoadedModel.of(new OnnxModel(graph, "yolox4j", "", Map.of()), settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets ONNX Runtime see an array. */
    private void share(String name, INDArray array) {
        FloatBuffer numbers = ArrayMemory.floats(array);
        buffers.put(name, numbers);
        tensors.put(name, forward.tensor(numbers, array.shape()));
    }

    /** Makes an array for a result and lets ONNX Runtime see it. */
    private void own(Port result) {
        INDArray array = Nd4j.zeros(DataType.FLOAT, result.type().shape().sizes());
        owned.put(result.name(), array);
        share(result.name(), array);
    }

    @Override
    public int batch() {
        return batch;
    }

    @Override
    public StepGradients step(float[] images, List<List<TargetObject>> objects, double l1Weight) {
        FloatBuffer pixels = buffers.get(YoloxGraph.IMAGES);
        if (images.length != pixels.capacity() || objects.size() != batch) {
            throw new IllegalArgumentException("a step takes " + batch + " images and " + pixels.capacity()
                    + " numbers, got " + objects.size() + " and " + images.length);
        }
        pixels.put(0, images);
        TargetAssignment.Counts counts;
        try (OrtSession.Result carried = forward.run(inputs(forward), outputs(forward))) {
            counts = targets.assign(doubles(buffers.get(YoloxGraph.LOGITS)), objects, l1Weight);
            Map<String, OnnxTensor> given = inputs(backward);
            for (Map.Entry<String, OnnxValue> value : carried) {
                if (backward.inputs().containsKey(value.getKey())) {
                    given.put(value.getKey(), (OnnxTensor) value.getValue());
                }
            }
            backward.run(given, outputs(backward)).close();
        }
        return new StepGradients(counts.with(term -> buffers.get(term).get(0)), gradients, batchStatistics());
    }

    private Map<String, OnnxTensor> inputs(LoadedModel model) {
        return known(model.inputs().keySet());
    }

    private Map<String, OnnxTensor> outputs(LoadedModel model) {
        return known(model.outputs().keySet());
    }

    private Map<String, OnnxTensor> known(Iterable<String> names) {
        Map<String, OnnxTensor> found = new HashMap<>();
        for (String name : names) {
            if (tensors.containsKey(name)) {
                found.put(name, tensors.get(name));
            }
        }
        return found;
    }

    private Map<String, INDArray> batchStatistics() {
        Map<String, INDArray> all = new LinkedHashMap<>();
        for (BatchStatistic statistic : statistics) {
            FloatBuffer values = buffers.get(statistic.batch());
            for (int i = 0; i < values.capacity(); i++) {
                values.put(i, (float) (values.get(i) * statistic.correction()));
            }
            all.put(statistic.running(), owned.get(statistic.batch()));
        }
        return all;
    }

    private static double[] doubles(FloatBuffer buffer) {
        double[] numbers = new double[buffer.capacity()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = buffer.get(i);
        }
        return numbers;
    }

    @Override
    public MissedMean missedMean() {
        return targets.missedMean();
    }

    @Override
    public void goOnFrom(double missedMean) {
        targets.goOnFrom(missedMean);
    }

    @Override
    public void close() {
        tensors.values().forEach(OnnxTensor::close);
        backward.close();
        forward.close();
        targets.close();
        owned.values().forEach(INDArray::close);
    }
}
