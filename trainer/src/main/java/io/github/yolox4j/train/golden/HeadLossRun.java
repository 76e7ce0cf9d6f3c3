package io.github.yolox4j.train.golden;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.model.backbone.Pyramid;
import io.github.yolox4j.model.decode.GraphOutput;
import io.github.yolox4j.model.graph.GradientGraph;
import io.github.yolox4j.model.graph.GraphPlan;
import io.github.yolox4j.testkit.Numbers;
import io.github.yolox4j.train.assign.Assignment;
import io.github.yolox4j.train.engine.TargetAssignment;
import io.github.yolox4j.train.loss.LossChoice;
import io.github.yolox4j.train.task.TargetArrays;
import io.github.yolox4j.train.task.yolox.YoloxTask;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One evaluation of the head's loss, in double precision.
 *
 * @param terms by their variables in the graph
 * @param gradients of the total with respect to the raw maps, by the maps' names
 * @param assignments of each image
 */
record HeadLossRun(Map<String, Numbers> terms, Map<String, Numbers> gradients, List<Assignment> assignments) {

    private static final String LOGITS = "logits";

    static HeadLossRun of(HeadBatch head, LossChoice losses, double l1Weight) {
        Map<String, INDArray> inputs = new HashMap<>();
        head.maps().forEach((name, map) -> inputs.put(name, map.toNd4j(DataType.DOUBLE)));
        YoloxTask task = head.task().withLosses(losses);
        GradientGraph graph = graph(head, task, inputs);
        List<String> outputs = new ArrayList<>(HeadLossKind.TERMS.values());
        head.maps().keySet().forEach(map -> outputs.add(graph.gradientOf(map)));
        AnchorTable anchors = AnchorTable.of(head.grid());
        try (TargetArrays targets = task.targets().arrays(anchors, head.batch(), DataType.DOUBLE)) {
            inputs.putAll(targets.arrays());
            try (GraphPlan plan = GraphPlan.compile(graph.graph(), inputs, List.of(LOGITS), outputs)) {
                plan.runEarly();
                List<Assignment> assignments = TargetAssignment.match(
                        task, anchors, plan.output(LOGITS).data().asDouble(), head.objects());
                targets.fill(assignments, head.objects(), l1Weight, 1);
                plan.run();
                Map<String, Numbers> terms = new HashMap<>();
                HeadLossKind.TERMS.values().forEach(term -> terms.put(term, Numbers.of(plan.output(term))));
                Map<String, Numbers> gradients = new HashMap<>();
                head.maps().keySet().forEach(map -> gradients.put(map, Numbers.of(plan.output(graph.gradientOf(map)))));
                return new HeadLossRun(terms, gradients, assignments);
            }
        }
    }

    private static GradientGraph graph(HeadBatch head, YoloxTask task, Map<String, INDArray> maps) {
        SameDiff graph = SameDiff.create();
        maps.forEach(graph::var);
        int[] strides = AnchorGrid.strides();
        SDVariable logits = new GraphOutput(head.grid(), head.classes())
                .logits(new Pyramid(
                        graph.getVariable(HeadBatch.map(strides[0])),
                        graph.getVariable(HeadBatch.map(strides[1])),
                        graph.getVariable(HeadBatch.map(strides[2]))))
                .rename(LOGITS);
        return GradientGraph.of(task.loss().build(logits, head.grid()));
    }

    /** How many anchors learn an object, on all images. */
    int positives() {
        return assignments.stream().mapToInt(Assignment::positives).sum();
    }
}
