package io.github.yolox4j.runtime;

import ai.onnxruntime.OnnxTensor;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.export.lowering.gradient.Dialect;
import io.github.yolox4j.losses.LossState;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.model.weights.ArrayMemory;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.onnx.Port;
import io.github.yolox4j.ort.LoadedModel;
import io.github.yolox4j.ort.SessionSettings;
import io.github.yolox4j.runtime.assign.AssignmentGraph;
import io.github.yolox4j.runtime.assign.ObjectBuffers;
import io.github.yolox4j.train.assign.SimOta;
import io.github.yolox4j.train.assign.TargetObject;
import io.github.yolox4j.train.engine.DivergedException;
import io.github.yolox4j.train.engine.PerSize;
import io.github.yolox4j.train.engine.StepGradients;
import io.github.yolox4j.train.engine.TargetAssignment;
import io.github.yolox4j.train.engine.TrainingEngine;
import io.github.yolox4j.train.loss.DetectionTargets;
import io.github.yolox4j.train.loss.LossChoice;
import io.github.yolox4j.train.loss.LossTerms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The training step as SameDiff defines it, gradients included, lowered to ONNX with label assignment in it, and run by ONNX Runtime
 * in one go: {@link OnnxTrainingStep}. There is a session for each of the {@value #SIZES_KEPT} input sizes last used; they share
 * what does not depend on the size, and only the one in use holds memory for intermediate results.
 *
 * <p>ONNX Runtime reads the parameters from the arrays of the weights and writes the gradients into arrays of this engine, without
 * a copy. It computes in single precision, the assignment in double.
 */
public final class OnnxTrainingEngine implements TrainingEngine {

    /** About how many numbers it keeps for each that a layer of the network puts out; measured for nano at 416. */
    public static final double NUMBERS_PER_ACTIVATION = 4.6;

    /** As many as multi-scale training with five sizes up and down has. */
    private static final int SIZES_KEPT = 11;

    private final AnchorGrid input;
    private final int batch;
    private final PerSize<Sized> sizes;
    private final ObjectBuffers objectBuffers;
    private final Map<String, INDArray> owned = new LinkedHashMap<>();
    private final Map<String, FloatBuffer> buffers = new HashMap<>();
    private final Map<String, OnnxTensor> tensors = new HashMap<>();
    private final Map<String, INDArray> gradients = new LinkedHashMap<>();
    private final DoubleBuffer lossStateBefore = memory(Double.BYTES).asDoubleBuffer();
    private final DoubleBuffer lossStateAfter = memory(Double.BYTES).asDoubleBuffer();
    private final FloatBuffer l1 = memory(Float.BYTES).asFloatBuffer();
    private FloatBuffer pixels = memory(0).asFloatBuffer();
    private AnchorGrid inUse;
    private LossState lossState;

    /** What one input size needs. */
    private record Sized(OnnxTrainingStep step, LoadedModel model) implements PerSize.Closable {
        @Override
        public void close() {
            model.close();
        }
    }

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
                    "ONNX Runtime trains in single precision, but the weights are " + weights.type());
        }
        this.input = grid;
        this.batch = batch;
        lossState = losses.box().initialState();
        objectBuffers = new ObjectBuffers(batch, config.classes());
        sizes = new PerSize<>(SIZES_KEPT, size -> {
            OnnxTrainingStep step =
                    OnnxTrainingStep.of(config, weights, size, batch, losses, assigner, Dialect.ONNX_RUNTIME);
            return new Sized(step, load(step, settings));
        });
        inUse = grid;
        reserve(batch * 3 * grid.height() * grid.width());
        Sized first = sizes.of(grid);
        LoadedModel model = first.model();
        first.step().gradients().keySet().forEach(name -> share(name, weights.value(name), model));
        for (Port output : first.step().model().graph().outputs()) {
            if (!output.name().equals(AssignmentGraph.LOSS_STATE)) {
                own(output, model);
            }
        }
        first.step().gradients().forEach((name, output) -> gradients.put(name, owned.get(output)));
        tensors.put(DetectionTargets.L1_WEIGHT, model.tensor(l1, 1));
        tensors.put(AssignmentGraph.LOSS_STATE_BEFORE, model.tensor(lossStateBefore, 1));
        tensors.put(AssignmentGraph.LOSS_STATE, model.tensor(lossStateAfter, 1));
    }

    /**
     * Lowers the training graph and opens a session for it.
     *
     * @param weights read at every step
     * @param grid of the input size that is made ready at once
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

    private static LoadedModel load(OnnxTrainingStep step, SessionSettings settings) {
        try {
            return LoadedModel.of(step.model(), settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ByteBuffer memory(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    private void reserve(int numbers) {
        if (pixels.capacity() < numbers) {
            pixels = memory(Math.multiplyExact(numbers, Float.BYTES)).asFloatBuffer();
        }
    }

    /** Lets ONNX Runtime see an array. */
    private void share(String name, INDArray array, LoadedModel model) {
        FloatBuffer numbers = ArrayMemory.floats(array);
        buffers.put(name, numbers);
        tensors.put(name, model.tensor(numbers, array.shape()));
    }

    /** Makes an array for a result and lets ONNX Runtime see it. */
    private void own(Port result, LoadedModel model) {
        INDArray array = Nd4j.zeros(DataType.FLOAT, result.type().shape().sizes());
        owned.put(result.name(), array);
        share(result.name(), array, model);
    }

    @Override
    public int batch() {
        return batch;
    }

    @Override
    public AnchorGrid input() {
        return input;
    }

    @Override
    public StepGradients step(AnchorGrid size, float[] images, List<List<TargetObject>> objects, double l1Weight) {
        TrainingEngine.check(batch, size, images, objects);
        objectBuffers.fill(objects);
        reserve(images.length);
        pixels.put(0, images);
        l1.put(0, (float) l1Weight);
        lossStateBefore.put(0, lossState.value());

        if (!size.equals(inUse)) {
            run(inUse, (model, given) -> model.releaseMemory(given));
            inUse = size;
        }
        run(size, (model, given) -> model.run(given, known(model.outputs().keySet()))
                .close());
        LossTerms terms = terms(objects);
        if (Double.isNaN(terms.total())) {
            throw new DivergedException("the network's predictions are not finite");
        }
        return new StepGradients(
                terms, gradients, batchStatistics(sizes.of(size).step()));
    }

    private void run(AnchorGrid size, BiConsumer<LoadedModel, Map<String, OnnxTensor>> action) {
        LoadedModel model = sizes.of(size).model();
        int numbers = Math.multiplyExact(batch * 3, size.height() * size.width());
        Map<String, OnnxTensor> given = known(model.inputs().keySet());
        try (OnnxTensor images = model.tensor(pixels.slice(0, numbers), batch, 3, size.height(), size.width());
                OnnxTensor boxes = model.tensor(objectBuffers.boxes(), objectBuffers.boxesShape());
                OnnxTensor classIds = model.tensor(objectBuffers.classIds(), objectBuffers.classIdsShape())) {
            given.put(YoloxGraph.IMAGES, images);
            given.put(AssignmentGraph.OBJECT_BOXES, boxes);
            given.put(AssignmentGraph.OBJECT_CLASSES, classIds);
            action.accept(model, given);
        }
    }

    private LossTerms terms(List<List<TargetObject>> objects) {
        lossState = lossState.withValue(lossStateAfter.get(0));
        int positives = (int) buffers.get(AssignmentGraph.POSITIVES).get(0);
        int count = objects.stream().mapToInt(List::size).sum();
        return new TargetAssignment.Counts(positives, count, lossState)
                .with(term -> buffers.get(term).get(0));
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

    private Map<String, INDArray> batchStatistics(OnnxTrainingStep step) {
        Map<String, INDArray> all = new LinkedHashMap<>();
        for (OnnxTrainingStep.Statistic statistic : step.statistics()) {
            FloatBuffer values = buffers.get(statistic.output());
            for (int i = 0; i < values.capacity(); i++) {
                values.put(i, (float) (values.get(i) * statistic.correction()));
            }
            all.put(statistic.running(), owned.get(statistic.output()));
        }
        return all;
    }

    @Override
    public LossState lossState() {
        return lossState;
    }

    @Override
    public void goOnFrom(double value) {
        lossState = lossState.withValue(value);
    }

    @Override
    public void close() {
        tensors.values().forEach(OnnxTensor::close);
        sizes.close();
        owned.values().forEach(INDArray::close);
    }
}
