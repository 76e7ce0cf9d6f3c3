package io.github.yolox4j.runtime;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.export.lowering.Lowering;
import io.github.yolox4j.export.lowering.LoweringRequest;
import io.github.yolox4j.export.lowering.ParameterSource;
import io.github.yolox4j.export.lowering.gradient.Dialect;
import io.github.yolox4j.export.lowering.gradient.TrainingRules;
import io.github.yolox4j.model.graph.GradientGraph;
import io.github.yolox4j.model.network.YoloxGraph;
import io.github.yolox4j.onnx.GraphInsertion;
import io.github.yolox4j.onnx.OnnxGraph;
import io.github.yolox4j.onnx.file.OnnxModel;
import io.github.yolox4j.onnx.pass.DeadNodeRemoval;
import io.github.yolox4j.onnx.tensor.TensorShape;
import io.github.yolox4j.train.engine.AssignmentGraph;
import io.github.yolox4j.train.engine.LossGraph;
import io.github.yolox4j.train.task.DetectionTask;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What comes after a network in a training step, as one ONNX model for one input and batch size: assignment, loss, and
 * the loss's gradient with respect to the network's rows.
 *
 * <p>Inputs are {@link YoloxGraph#LOGITS}, {@link DetectionTask.Targets#L1_WEIGHT} and those of
 * {@link AssignmentGraph}; outputs are the loss and its terms, {@link #ROW_GRADIENTS},
 * {@link AssignmentGraph#POSITIVES} and {@link AssignmentGraph#LOSS_STATE}.
 */
final class OnnxLoss {

    /** Output {@code [batch, anchors, numbers of a row]}. */
    static final String ROW_GRADIENTS = YoloxGraph.LOGITS + "-gradients";

    private OnnxLoss() {}

    static OnnxModel of(DetectionTask task, AnchorGrid size, int batch, Dialect dialect) {
        long[] shape = {batch, size.size(), task.head().rowLength()};
        SameDiff graph = SameDiff.create();
        SDVariable rows = graph.var(YoloxGraph.LOGITS, DataType.FLOAT, shape);
        GradientGraph gradients = GradientGraph.of(task.loss().build(rows, size));
        OnnxGraph assignment = new AssignmentGraph(task, AnchorTable.of(size), batch).build();

        Map<String, String> outputs = new LinkedHashMap<>();
        LossGraph.terms(task).forEach(term -> outputs.put(term, term));
        outputs.put(ROW_GRADIENTS, gradients.gradientOf(YoloxGraph.LOGITS));
        List<LoweringRequest.Input> inputs = new ArrayList<>();
        inputs.add(input(YoloxGraph.LOGITS, TensorShape.of(shape)));
        inputs.add(input(DetectionTask.Targets.L1_WEIGHT, TensorShape.of(1)));
        assignment.outputs().stream()
                .filter(port -> gradients.graph().hasVariable(port.name()))
                .forEach(port -> inputs.add(input(port.name(), port.type().shape())));
        OnnxGraph lowered = Lowering.lower(
                TrainingRules.in(dialect),
                gradients.graph(),
                new LoweringRequest("loss", inputs, outputs),
                ParameterSource.of(gradients.graph()));

        List<String> results = new ArrayList<>(outputs.keySet());
        results.add(AssignmentGraph.POSITIVES);
        results.add(AssignmentGraph.LOSS_STATE);
        OnnxGraph whole = GraphInsertion.of(TrainingRules.passes(dialect).apply(lowered), assignment, results);
        return new OnnxModel(new DeadNodeRemoval().apply(whole), "yolox4j", "", Map.of());
    }

    private static LoweringRequest.Input input(String name, TensorShape shape) {
        return new LoweringRequest.Input(name, name, shape);
    }
}
