package io.github.yolox4j.runtime;

import ai.onnxruntime.OnnxTensor;
import io.github.yolox4j.losses.LossState;
import io.github.yolox4j.ort.LoadedModel;
import io.github.yolox4j.train.assign.ObjectBuffers;
import io.github.yolox4j.train.assign.TargetObject;
import io.github.yolox4j.train.engine.AssignmentGraph;
import io.github.yolox4j.train.engine.BatchCounts;
import io.github.yolox4j.train.engine.DivergedException;
import io.github.yolox4j.train.loss.LossTerms;
import io.github.yolox4j.train.task.DetectionTask;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a model with assignment and loss in it reads and writes besides the network's numbers, and the state that the
 * loss carries from step to step.
 */
final class LossPorts {

    private final DetectionTask task;
    private final SharedTensors memory;
    private final ObjectBuffers objectBuffers;
    private final DoubleBuffer stateBefore;
    private final DoubleBuffer stateAfter;
    private final FloatBuffer l1;
    private LossState state;

    /** Adds single numbers to the memory; the terms of the loss must be in it before they are read. */
    LossPorts(DetectionTask task, int batch, SharedTensors memory, LoadedModel model) {
        this.task = task;
        this.memory = memory;
        objectBuffers = new ObjectBuffers(batch, task.network().classes());
        stateBefore = memory.ofDouble(AssignmentGraph.LOSS_STATE_BEFORE, model);
        stateAfter = memory.ofDouble(AssignmentGraph.LOSS_STATE, model);
        l1 = memory.ofFloat(DetectionTask.Targets.L1_WEIGHT, model);
        state = task.loss().initialState();
    }

    /** Fills in what a step is given. */
    void fill(List<List<TargetObject>> objects, double l1Weight) {
        objectBuffers.fill(objects);
        l1.put(0, (float) l1Weight);
        stateBefore.put(0, state.value());
    }

    /** Does something with the inputs of a model that are in memory, the objects among them. */
    void withInputs(LoadedModel model, Consumer<Map<String, OnnxTensor>> action) {
        Map<String, OnnxTensor> given = memory.tensors(model.inputs().keySet());
        try (OnnxTensor boxes = model.tensor(objectBuffers.boxes(), objectBuffers.boxesShape());
                OnnxTensor classIds = model.tensor(objectBuffers.classIds(), objectBuffers.classIdsShape())) {
            given.put(AssignmentGraph.OBJECT_BOXES, boxes);
            given.put(AssignmentGraph.OBJECT_CLASSES, classIds);
            action.accept(given);
        }
    }

    /**
     * The loss of a step that has run; moves the state on.
     *
     * @throws DivergedException if it is no number
     */
    LossTerms terms(List<List<TargetObject>> objects) {
        state = state.withValue(stateAfter.get(0));
        int positives = (int) memory.floats(AssignmentGraph.POSITIVES).get(0);
        LossTerms terms = BatchCounts.of(positives, objects, state)
                .loss(task.loss().terms(), scalar -> memory.floats(scalar).get(0));
        if (Double.isNaN(terms.total())) {
            throw DivergedException.ofLoss(terms);
        }
        return terms;
    }

    LossState state() {
        return state;
    }

    /** Sets the value of the state. */
    void goOnFrom(double value) {
        state = state.withValue(value);
    }
}
