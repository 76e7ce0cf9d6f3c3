package io.github.yolox4j.train.golden;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.detection.decode.Decoder;
import io.github.yolox4j.model.decode.GraphOutput;
import io.github.yolox4j.model.graph.GradientGraph;
import io.github.yolox4j.model.graph.GraphPlan;
import io.github.yolox4j.model.head.RawOutput;
import io.github.yolox4j.testkit.Numbers;
import io.github.yolox4j.train.assign.Assignment;
import io.github.yolox4j.train.assign.Predictions;
import io.github.yolox4j.train.assign.SimOta;
import io.github.yolox4j.train.loss.DetectionLoss;
import io.github.yolox4j.train.loss.DetectionTargets;
import io.github.yolox4j.train.loss.LossChoice;
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
 * @param terms by the names of {@link DetectionLoss}
 * @param gradients of the total with respect to the raw maps, by the maps' names
 * @param assignments of each image
 */
record HeadLossRun(Map<String, Numbers> terms, Map<String, Numbers> gradients, List<Assignment> assignments) {

    private static final String LOGITS = "logits";

    private static final List<String> TERMS = List.of(
            DetectionLoss.TOTAL, DetectionLoss.BOX, DetectionLoss.OBJECTNESS, DetectionLoss.CLASSES, DetectionLoss.L1);

    /**
     * Computes.
     *
     * @param l1Weight weight of the L1 term on raw boxes
     */
    static HeadLossRun of(HeadBatch head, LossChoice losses, double l1Weight) {
        Map<String, INDArray> inputs = new HashMap<>();
        head.maps().forEach((name, map) -> inputs.put(name, map.toNd4j(DataType.DOUBLE)));
        GradientGraph graph = graph(head, losses, inputs);
        List<String> outputs = new ArrayList<>(TERMS);
        head.maps().keySet().forEach(map -> outputs.add(graph.gradientOf(map)));
        AnchorTable anchors = AnchorTable.of(head.grid());
        try (DetectionTargets targets = new DetectionTargets(
                head.batch(), anchors, head.classes(), losses.objectnessNormaliser(), DataType.DOUBLE)) {
            inputs.putAll(targets.arrays());
            try (GraphPlan plan = GraphPlan.compile(graph.graph(), inputs, List.of(LOGITS), outputs)) {
                plan.runEarly();
                List<Assignment> assignments = assign(plan.output(LOGITS).data().asDouble(), head, Decoder.of(anchors));
                targets.fill(assignments, head.objects(), l1Weight, 1);
                plan.run();
                Map<String, Numbers> terms = new HashMap<>();
                TERMS.forEach(term -> terms.put(term, Numbers.of(plan.output(term))));
                Map<String, Numbers> gradients = new HashMap<>();
                head.maps().keySet().forEach(map -> gradients.put(map, Numbers.of(plan.output(graph.gradientOf(map)))));
                return new HeadLossRun(terms, gradients, assignments);
            }
        }
    }

    private static GradientGraph graph(HeadBatch head, LossChoice losses, Map<String, INDArray> maps) {
        SameDiff graph = SameDiff.create();
        maps.forEach(graph::var);
        int[] strides = AnchorGrid.strides();
        SDVariable logits = new GraphOutput(head.grid(), head.classes())
                .logits(new RawOutput(
                        graph.getVariable(HeadBatch.map(strides[0])),
                        graph.getVariable(HeadBatch.map(strides[1])),
                        graph.getVariable(HeadBatch.map(strides[2]))))
                .rename(LOGITS);
        return GradientGraph.of(new DetectionLoss(losses, head.grid(), head.classes()).build(logits));
    }

    private static List<Assignment> assign(double[] logits, HeadBatch head, Decoder decoder) {
        List<Assignment> assignments = new ArrayList<>();
        int perImage = logits.length / head.batch();
        for (int image = 0; image < head.batch(); image++) {
            Predictions predictions = Predictions.ofLogits(decoder, logits, image * perImage, head.classes());
            assignments.add(SimOta.DEFAULT.assign(predictions, head.objects().get(image)));
        }
        return assignments;
    }

    /** How many anchors learn an object, on all images. */
    int positives() {
        return assignments.stream().mapToInt(Assignment::positives).sum();
    }
}
