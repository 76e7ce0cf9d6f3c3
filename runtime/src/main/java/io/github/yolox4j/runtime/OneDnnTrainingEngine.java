package io.github.yolox4j.runtime;

import ai.onnxruntime.OnnxTensor;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.losses.LossState;
import io.github.yolox4j.model.network.DetectorFactory;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.model.weights.ParameterSpec;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.onednn.network.NetworkReader;
import io.github.yolox4j.onednn.run.Arena;
import io.github.yolox4j.onednn.run.OneDnnLibrary;
import io.github.yolox4j.onednn.run.PassArrays;
import io.github.yolox4j.onednn.run.TrainingPass;
import io.github.yolox4j.ort.Device;
import io.github.yolox4j.ort.LoadedModel;
import io.github.yolox4j.ort.SessionSettings;
import io.github.yolox4j.ort.SessionSettings.Waiting;
import io.github.yolox4j.train.assign.TargetObject;
import io.github.yolox4j.train.engine.AssignmentGraph;
import io.github.yolox4j.train.engine.PerSize;
import io.github.yolox4j.train.engine.StepGradients;
import io.github.yolox4j.train.engine.TrainingEngine;
import io.github.yolox4j.train.loss.LossTerms;
import io.github.yolox4j.train.task.DetectionTask;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.IntSupplier;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The training step with the network in oneDNN and all between its forward and its backward pass in ONNX Runtime. What
 * is computed is read off the graphs of SameDiff: the layers of the network ({@link NetworkReader}), which
 * {@link TrainingPass} also differentiates, and the loss with the gradient that SameDiff gives it ({@link OnnxLoss}).
 *
 * <p>Passes read the parameters from the arrays of the weights and write the gradients into arrays of this engine. For
 * each of the {@value #SIZES_KEPT} input sizes last used there is a session, and a program for each number of threads
 * that came up; the programs share memory, and only the session in use keeps memory. It computes in single precision,
 * the assignment in double. Where no number of threads is asked for, oneDNN uses as many as find a core that no other
 * process keeps busy. One thread makes an engine and calls it.
 */
public final class OneDnnTrainingEngine implements TrainingEngine {

    /** About how many numbers it keeps for each that a layer of the network puts out; measured for nano at 416. */
    public static final double NUMBERS_PER_ACTIVATION = 3.8;

    /** As many as multi-scale training with five sizes up and down has. */
    private static final int SIZES_KEPT = 11;

    private final DetectionTask task;
    private final AnchorGrid input;
    private final int batch;
    private final IntSupplier threads;
    private final PerSize<OneDnnStep> sizes;
    private final Arena arena = new Arena();
    private final SharedTensors memory = new SharedTensors();
    private final Map<String, INDArray> gradients = new LinkedHashMap<>();
    private final Map<String, INDArray> statistics = new LinkedHashMap<>();
    private final LossPorts ports;
    private AnchorGrid inUse;

    private OneDnnTrainingEngine(
            DetectionTask task, Weights weights, AnchorGrid grid, int batch, SessionSettings settings) {
        if (settings.device().kind() != Device.Kind.CPU) {
            throw new IllegalArgumentException("oneDNN computes on the CPU, but the device is " + settings.device());
        }
        OneDnnLibrary.obstacle().ifPresent(obstacle -> {
            throw new IllegalArgumentException(obstacle);
        });
        if (weights.type() != DataType.FLOAT) {
            throw new IllegalArgumentException(
                    "oneDNN trains in single precision, but the weights are " + weights.type());
        }
        this.task = task;
        this.batch = batch;
        input = grid;
        inUse = grid;
        threads = threads(settings);
        for (ParameterSpec spec : weights.specs()) {
            if (!weights.isFrozen(spec.name())) {
                (spec.kind().isTrainable() ? gradients : statistics)
                        .put(
                                spec.name(),
                                Nd4j.zeros(
                                        DataType.FLOAT,
                                        weights.value(spec.name()).shape()));
            }
        }
        PassArrays arrays = new PassArrays(weights.values(), gradients, statistics);
        SessionSettings brief = settings.withWaiting(Waiting.BRIEFLY_SPINNING);
        sizes = new PerSize<>(SIZES_KEPT, size -> new OneDnnStep(task, weights, arrays, size, batch, brief));
        OneDnnStep first = sizes.of(grid);
        first.pass(threads.getAsInt());
        LoadedModel loss = first.loss();
        ports = new LossPorts(task, batch, memory, loss);
        loss.outputs().forEach((output, tensor) -> {
            if (!output.equals(AssignmentGraph.LOSS_STATE) && !output.equals(OnnxLoss.ROW_GRADIENTS)) {
                memory.own(output, tensor.getShape(), loss);
            }
        });
    }

    /** Those asked for, or as many as find a core. */
    private static IntSupplier threads(SessionSettings settings) {
        int asked = settings.threadsUsed();
        int all = Runtime.getRuntime().availableProcessors();
        if (asked > 0 || settings.deterministic()) {
            return () -> asked > 0 ? asked : all;
        }
        return FreeCores.ofMachine(all)::threads;
    }

    /**
     * Reads the network and opens a session for the loss.
     *
     * @param task what the steps are about
     * @param weights read at every step
     * @param grid of the input size that is made ready at once
     * @param batch images per step
     * @param settings on the CPU
     * @throws IllegalArgumentException if oneDNN cannot compute here, the weights are not of single precision, or the
     *     network has a layer that {@link NetworkReader} does not know
     */
    public static OneDnnTrainingEngine of(
            DetectionTask task, Weights weights, AnchorGrid grid, int batch, SessionSettings settings) {
        return new OneDnnTrainingEngine(task, weights, grid, batch, settings);
    }

    /** Makes such engines, for runs that ONNX Runtime evaluates. */
    public static TrainingEngine.Factory with(SessionSettings settings) {
        return new Factory(settings);
    }

    private record Factory(SessionSettings settings) implements TrainingEngine.Factory {
        @Override
        public TrainingEngine open(DetectionTask task, Weights weights, AnchorGrid grid, int batch) {
            return new OneDnnTrainingEngine(task, weights, grid, batch, settings);
        }

        @Override
        public DetectorFactory detectors() {
            return new OnnxDetectors(settings.withRunsInsteadOfThreads());
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
        if (!size.equals(inUse)) {
            release(sizes.of(inUse));
            inUse = size;
        }
        OneDnnStep step = sizes.of(size);
        TrainingPass pass = step.pass(threads.getAsInt());
        pass.bind(arena.reserve(pass.bytes()));
        pass.forward(images);
        withTensors(step.loss(), size, pass, (given, results) -> step.loss()
                .run(given, results)
                .close());
        LossTerms terms = ports.terms(objects);
        pass.backward();
        step.corrections().forEach((running, factor) -> statistics.get(running).muli(factor));
        return new StepGradients(terms, gradients, statistics);
    }

    /** Lets the session of another size keep no memory; its next run takes it anew. */
    private void release(OneDnnStep step) {
        TrainingPass pass = step.pass(threads.getAsInt());
        pass.bind(arena.reserve(pass.bytes()));
        withTensors(step.loss(), inUse, pass, (given, results) -> step.loss().releaseMemory(given));
    }

    /** What the session of a loss reads and writes, those of the pass among them. */
    private void withTensors(
            LoadedModel loss,
            AnchorGrid size,
            TrainingPass pass,
            BiConsumer<Map<String, OnnxTensor>, Map<String, OnnxTensor>> action) {
        long[] shape = {batch, size.size(), task.head().rowLength()};
        ports.withInputs(loss, given -> {
            Map<String, OnnxTensor> results = memory.tensors(loss.outputs().keySet());
            try (OnnxTensor rows = loss.tensor(pass.rows(), shape);
                    OnnxTensor rowGradients = loss.tensor(pass.rowGradients(), shape)) {
                given.put(YoloxGraph.LOGITS, rows);
                results.put(OnnxLoss.ROW_GRADIENTS, rowGradients);
                action.accept(given, results);
            }
        });
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
        arena.close();
        gradients.values().forEach(INDArray::close);
        statistics.values().forEach(INDArray::close);
    }
}
