package io.github.yolox4j.verify.reference;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.decode.GraphOutput;
import io.github.yolox4j.model.graph.GradientGraph;
import io.github.yolox4j.model.graph.GraphPlan;
import io.github.yolox4j.model.head.RawOutput;
import io.github.yolox4j.testkit.Closeness;
import io.github.yolox4j.testkit.NpyArray;
import io.github.yolox4j.testkit.NpzArchive;
import io.github.yolox4j.train.assign.Assignment;
import io.github.yolox4j.train.assign.Predictions;
import io.github.yolox4j.train.loss.LossTerm;
import io.github.yolox4j.train.loss.LossTerms;
import io.github.yolox4j.train.task.TargetArrays;
import io.github.yolox4j.train.task.yolox.YoloxTask;
import io.github.yolox4j.verify.Check;
import io.github.yolox4j.verify.Numbers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@code head_loss}: assignment, the terms of the training loss on given raw maps, and the gradient of their total, in double
 * precision.
 *
 * <p>Arrays {@code raw8, raw16, raw32 [batch, 4 + 1 + classes, rows, columns]} (logits), {@code labels [batch, n, 5]} (class,
 * centre, sides in pixels; {@code counts} of them per image); {@code total, iou_x5, obj, cls, l1, fg_per_gt [1]}, {@code grad8,
 * grad16, grad32}, {@code fg_mask, matched_gt, matched_iou [batch, anchors]}.
 */
record HeadLossKind() implements GoldenKind {

    private static final double TOLERANCE = 1e-9;
    private static final String LOGITS = "logits";

    private static final Map<String, String> TERMS = Map.of(
            "total", LossTerms.TOTAL,
            "iou_x5", LossTerm.BOX.variable(),
            "obj", LossTerm.OBJECTNESS.variable(),
            "cls", LossTerm.CLASSES.variable(),
            "l1", LossTerm.L1.variable());

    @Override
    public String name() {
        return "head_loss";
    }

    @Override
    public List<Check> check(CaseFacts facts) throws IOException {
        NpzArchive arrays = facts.arrays();
        HeadBatch head = HeadBatch.read(facts, arrays);
        YoloxTask task = YoloxTask.of(YoloxConfig.of(YoloxConfig.Size.NANO).withClasses(head.classes()));
        SameDiff graph = SameDiff.create();
        Map<String, INDArray> inputs = new HashMap<>();
        for (Map.Entry<String, NpyArray> map : head.maps().entrySet()) {
            inputs.put(map.getKey(), map.getValue().toNd4j(DataType.DOUBLE));
            graph.var(map.getKey(), inputs.get(map.getKey()));
        }
        SDVariable logits = new GraphOutput(head.grid(), head.classes())
                .logits(new RawOutput(
                        graph.getVariable("raw8"), graph.getVariable("raw16"), graph.getVariable("raw32")))
                .rename(LOGITS);
        GradientGraph gradients = GradientGraph.of(task.loss().build(logits, head.grid()));

        AnchorTable anchors = AnchorTable.of(head.grid());
        List<String> outputs = new ArrayList<>(TERMS.values());
        head.maps().keySet().forEach(map -> outputs.add(gradients.gradientOf(map)));
        try (TargetArrays targets = task.targets().arrays(anchors, head.batch(), DataType.DOUBLE)) {
            inputs.putAll(targets.arrays());
            try (GraphPlan plan = GraphPlan.compile(gradients.graph(), inputs, List.of(LOGITS), outputs)) {
                plan.runEarly();
                List<Assignment> assignments = assign(plan.output(LOGITS).data().asDouble(), head, task, anchors);
                targets.fill(assignments, head.objects(), facts.flag("use_l1") ? 1 : 0, 1);
                plan.run();

                Closeness tolerance = facts.tolerance(TOLERANCE);
                List<Check> checks = new ArrayList<>(compareAssignments(facts, arrays, head, assignments, tolerance));
                for (String term : List.of("total", "iou_x5", "obj", "cls", "l1")) {
                    double expected = facts.array(arrays, term, 1).scalar();
                    checks.add(Check.compare(term, plan.output(TERMS.get(term)).getDouble(0), expected, tolerance));
                }
                for (int stride : AnchorGrid.strides()) {
                    INDArray gradient = plan.output(gradients.gradientOf("raw" + stride));
                    String name = "grad" + stride;
                    checks.add(Check.compare(name, Numbers.of(gradient), Numbers.of(arrays.array(name)), tolerance));
                }
                return checks;
            }
        }
    }

    private static List<Assignment> assign(double[] logits, HeadBatch head, YoloxTask task, AnchorTable anchors) {
        List<Assignment> assignments = new ArrayList<>();
        int perImage = logits.length / head.batch();
        for (int image = 0; image < head.batch(); image++) {
            Predictions predictions = task.head().predictions(anchors, logits, image * perImage);
            assignments.add(task.assigner().assign(predictions, head.objects().get(image)));
        }
        return assignments;
    }

    private static List<Check> compareAssignments(
            CaseFacts facts, NpzArchive arrays, HeadBatch head, List<Assignment> assignments, Closeness tolerance)
            throws IOException {
        int anchors = head.grid().size();
        double[] foreground = new double[head.batch() * anchors];
        double[] objects = new double[foreground.length];
        double[] ious = new double[foreground.length];
        int positives = 0;
        for (int image = 0; image < head.batch(); image++) {
            Assignment assignment = assignments.get(image);
            positives += assignment.positives();
            for (int anchor = 0; anchor < anchors; anchor++) {
                int at = image * anchors + anchor;
                foreground[at] = assignment.isForeground(anchor) ? 1 : 0;
                objects[at] = assignment.object(anchor);
                ious[at] = assignment.iou(anchor);
            }
        }
        double perObject = Math.max(positives, 1) / (double) Math.max(head.objectCount(), 1); // as YOLOX logs it
        return List.of(
                compare("fg_mask", foreground, head, arrays, Closeness.EXACT),
                compare("matched_gt", objects, head, arrays, Closeness.EXACT),
                compare("matched_iou", ious, head, arrays, tolerance),
                Check.compare(
                        "fg_per_gt",
                        perObject,
                        facts.array(arrays, "fg_per_gt", 1).scalar(),
                        tolerance));
    }

    private static Check compare(
            String name, double[] perAnchor, HeadBatch head, NpzArchive arrays, Closeness tolerance)
            throws IOException {
        Numbers actual = Numbers.of(perAnchor, head.batch(), head.grid().size());
        return Check.compare(name, actual, Numbers.of(arrays.array(name)), tolerance);
    }
}
