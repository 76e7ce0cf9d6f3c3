package io.github.yolox4j.runtime;

import ai.onnxruntime.OnnxTensor;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.export.lowering.gradient.Dialect;
import io.github.yolox4j.losses.LossState;
import io.github.yolox4j.model.network.DetectorFactory;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.ort.Device;
import io.github.yolox4j.ort.LoadedModel;
import io.github.yolox4j.ort.SessionSettings;
import io.github.yolox4j.ort.SessionSettings.Waiting;
import io.github.yolox4j.train.assign.TargetObject;
import io.github.yolox4j.train.engine.AssignmentGraph;
import io.github.yolox4j.train.engine.PerSize;
import io.github.yolox4j.train.engine.StepGradients;
import io.github.yolox4j.train.engine.TrainingEngine;
import io.github.yolox4j.train.task.DetectionTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The training step as SameDiff defines it, gradients included, lowered to ONNX with label assignment in it, and run by
 * ONNX Runtime in one go: {@link OnnxTrainingStep}. There is a session for each of the {@value #SIZES_KEPT} input sizes
 * last used; they share what does not depend on the size, and only the one in use holds memory for intermediate
 * results.
 *
 * <p>ONNX Runtime reads the parameters from the arrays of the weights and writes the gradients into arrays of this
 * engine, without a copy. It computes in single precision, the assignment in double. Its threads spin only briefly
 * while they wait, which costs a step nothing and leaves other work its share of the processor.
 */
public final class OnnxTrainingEngine implements TrainingEngine {

    /** About how many numbers it keeps for each that a layer of the network puts out; measured for nano at 416. */
    public static final double NUMBERS_PER_ACTIVATION = 4.6;

    /** As many as multi-scale training with five sizes up and down has. */
    private static final int SIZES_KEPT = 11;

    private final AnchorGrid input;
    private final int batch;
    private final PerSize<LoadedStep> sizes;
    private final SharedTensors memory = new SharedTensors();
    private final Map<String, INDArray> gradients = new LinkedHashMap<>();
    private final LossPorts ports;
    private FloatBuffer pixels;
    private AnchorGrid inUse;

    private OnnxTrainingEngine(
            DetectionTask task,
            Weights weights,
            AnchorGrid grid,
            int batch,
            SessionSettings settings,
            StepCache cache) {
        if (weights.type() != DataType.FLOAT) {
            throw new IllegalArgumentException(
                    "ONNX Runtime trains in single precision, but the weights are " + weights.type());
        }
        this.batch = batch;
        input = grid;
        inUse = grid;
        pixels = SharedTensors.memory(pixelsOf(grid) * Float.BYTES).asFloatBuffer();
        sizes = new PerSize<>(
                SIZES_KEPT,
                size -> load(
                        StepRequest.of(task, weights, size, batch, Dialect.ONNX_RUNTIME),
                        weights,
                        settings.withWaiting(Waiting.BRIEFLY_SPINNING),
                        cache));
        LoadedStep step = sizes.of(grid);
        LoadedModel model = step.model();
        ports = new LossPorts(task, batch, memory, model);
        step.gradients().keySet().forEach(name -> memory.share(name, weights.value(name), model));
        model.outputs().forEach((output, tensor) -> {
            if (!output.equals(AssignmentGraph.LOSS_STATE)) {
                memory.own(output, tensor.getShape(), model);
            }
        });
        weights.names().stream()
                .filter(step.gradients()::containsKey)
                .forEach(name ->
                        gradients.put(name, memory.result(step.gradients().get(name))));
    }

    /**
     * Lowers the training graph and opens a session for it; nothing is kept for the next run.
     *
     * @param task what the steps are about
     * @param weights read at every step
     * @param grid of the input size that is made ready at once
     * @param batch images per step
     * @throws IllegalArgumentException if the weights are not of single precision
     */
    public static OnnxTrainingEngine of(
            DetectionTask task, Weights weights, AnchorGrid grid, int batch, SessionSettings settings) {
        return new OnnxTrainingEngine(task, weights, grid, batch, settings, StepCache.none());
    }

    /** Makes such engines, for runs that ONNX Runtime evaluates too; nothing is kept for the next run. */
    public static TrainingEngine.Factory with(SessionSettings settings) {
        return with(settings, StepCache.none());
    }

    /** Makes such engines, which begin with a step that a run before left in the cache, if it computes the same. */
    public static TrainingEngine.Factory with(SessionSettings settings, StepCache cache) {
        return new Factory(settings, cache);
    }

    private record Factory(SessionSettings settings, StepCache cache) implements TrainingEngine.Factory {
        @Override
        public TrainingEngine open(DetectionTask task, Weights weights, AnchorGrid grid, int batch) {
            return new OnnxTrainingEngine(task, weights, grid, batch, settings, cache);
        }

        @Override
        public DetectorFactory detectors() {
            return new OnnxDetectors(settings.withRunsInsteadOfThreads());
        }
    }

    /**
     * Frozen weights are constants of the step, for which ONNX Runtime has layouts of this processor's own; such a step
     * is optimised by all rules and not kept, and so is one for another device.
     */
    private static LoadedStep load(StepRequest request, Weights weights, SessionSettings settings, StepCache cache) {
        try {
            if (settings.device().kind() != Device.Kind.CPU
                    || weights.names().stream().anyMatch(weights::isFrozen)) {
                return LoadedStep.of(LoadedModel.of(OnnxTrainingStep.of(request).model(), settings));
            }
            return LoadedStep.of(
                    cache.load(request::key, () -> OnnxTrainingStep.of(request).model(), settings));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int pixelsOf(AnchorGrid size) {
        return Math.multiplyExact(batch * 3, size.height() * size.width());
    }

    private void reserve(int numbers) {
        if (pixels.capacity() < numbers) {
            pixels = SharedTensors.memory(Math.multiplyExact(numbers, Float.BYTES))
                    .asFloatBuffer();
        }
    }

    @Override
    public AnchorGrid input() {
        return input;
    }

    @Override
    public StepGradients step(AnchorGrid size, float[] images, List<List<TargetObject>> objects, double l1Weight) {
        TrainingEngine.check(batch, size, images, objects);
        ports.fill(objects, l1Weight);
        reserve(images.length);
        pixels.put(0, images);

        if (!size.equals(inUse)) {
            run(inUse, (model, given) -> model.releaseMemory(given));
            inUse = size;
        }
        run(size, (model, given) -> model.run(
                        given, memory.tensors(model.outputs().keySet()))
                .close());
        return new StepGradients(ports.terms(objects), gradients, batchStatistics(sizes.of(size)));
    }

    private void run(AnchorGrid size, BiConsumer<LoadedModel, Map<String, OnnxTensor>> action) {
        LoadedModel model = sizes.of(size).model();
        ports.withInputs(model, given -> {
            try (OnnxTensor images =
                    model.tensor(pixels.slice(0, pixelsOf(size)), batch, 3, size.height(), size.width())) {
                given.put(YoloxGraph.IMAGES, images);
                action.accept(model, given);
            }
        });
    }

    private Map<String, INDArray> batchStatistics(LoadedStep step) {
        Map<String, INDArray> all = new LinkedHashMap<>();
        for (Statistic statistic : step.statistics()) {
            FloatBuffer values = memory.floats(statistic.output());
            for (int i = 0; i < values.capacity(); i++) {
                values.put(i, (float) (values.get(i) * statistic.correction()));
            }
            all.put(statistic.running(), memory.result(statistic.output()));
        }
        return all;
    }

    @Override
    public LossState lossState() {
        return ports.state();
    }

    @Override
    public void goOnFrom(double value) {
        ports.goOnFrom(value);
    }

    @Override
    public void close() {
        memory.close();
        sizes.close();
    }
}
