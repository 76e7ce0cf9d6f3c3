package io.github.yolox4j.train.golden;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.model.graph.GradientGraph;
import io.github.yolox4j.model.graph.GraphPlan;
import io.github.yolox4j.model.network.GraphOutput;
import io.github.yolox4j.model.network.Pyramid;
import io.github.yolox4j.testkit.Closeness;
import io.github.yolox4j.testkit.NpzArchive;
import io.github.yolox4j.testkit.Numbers;
import io.github.yolox4j.testkit.check.Check;
import io.github.yolox4j.testkit.golden.CaseFacts;
import io.github.yolox4j.testkit.golden.GoldenKind;
import io.github.yolox4j.train.assign.Assignment;
import io.github.yolox4j.train.engine.TargetAssignment;
import io.github.yolox4j.train.loss.LossChoice;
import io.github.yolox4j.train.loss.LossTerm;
import io.github.yolox4j.train.loss.LossTerms;
import io.github.yolox4j.train.task.DetectionTask;
import io.github.yolox4j.train.task.yolox.YoloxTask;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@code head_loss}: assignment, the terms of the training loss on given raw maps, and the gradient of their
 * total, in double precision.
 *
 * <p>Arrays {@code raw8, raw16, raw32 [batch, 4 + 1 + classes, rows, columns]} (logits), {@code labels [batch,
 * n, 5]} (class, centre, sides in pixels; {@code counts} of them per image); {@code total, iou_x5, obj, cls,
 * l1, fg_per_gt [1]}, {@code grad8, grad16, grad32}, {@code fg_mask, matched_gt, matched_iou [batch, anchors]}.
 */
record HeadLossKind() implements GoldenKind {

    private static final double TOLERANCE = 1e-9;

    /** The terms by the names of their arrays, in the order of the report. */
    static final Map<String, String> TERMS = terms();

    private static Map<String, String> terms() {
        Map<String, String> terms = new LinkedHashMap<>();
        terms.put("total", LossTerms.TOTAL);
        terms.put("iou_x5", LossTerm.BOX.variable());
        terms.put("obj", LossTerm.OBJECTNESS.variable());
        terms.put("cls", LossTerm.CLASSES.variable());
        terms.put("l1", LossTerm.L1.variable());
        return terms;
    }

    @Override
    public String name() {
        return "head_loss";
    }

    @Override
    public List<Check> check(CaseFacts facts) throws IOException {
        NpzArchive arrays = facts.arrays();
        HeadBatch head = HeadBatch.read(facts, arrays);
        Run run = Run.of(head, LossChoice.DEFAULT, facts.flag("use_l1") ? 1 : 0);
        Closeness tolerance = facts.tolerance(TOLERANCE);

        List<Check> checks = new ArrayList<>(compareAssignments(facts, arrays, head, run, tolerance));
        for (Map.Entry<String, String> term : TERMS.entrySet()) {
            double expected = facts.array(arrays, term.getKey(), 1).scalar();
            checks.add(Check.compare(
                    term.getKey(), run.terms().get(term.getValue()).at(0), expected, tolerance));
        }
        for (int stride : AnchorGrid.strides()) {
            String name = "grad" + stride;
            checks.add(Check.compare(name, run.gradients().get(HeadBatch.map(stride)), arrays.array(name), tolerance));
        }
        return checks;
    }

    private static List<Check> compareAssignments(
            CaseFacts facts, NpzArchive arrays, HeadBatch head, Run run, Closeness tolerance) throws IOException {
        int anchors = head.grid().size();
        double[] foreground = new double[head.batch() * anchors];
        double[] objects = new double[foreground.length];
        double[] ious = new double[foreground.length];
        for (int image = 0; image < head.batch(); image++) {
            Assignment assignment = run.assignments().get(image);
            for (int anchor = 0; anchor < anchors; anchor++) {
                int at = image * anchors + anchor;
                foreground[at] = assignment.isForeground(anchor) ? 1 : 0;
                objects[at] = assignment.object(anchor);
                ious[at] = assignment.iou(anchor);
            }
        }
        double perObject = Math.max(run.positives(), 1) / (double) Math.max(head.objectCount(), 1); // as YOLOX logs it
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
        return Check.compare(name, actual, arrays.array(name), tolerance);
    }

    /**
     * One evaluation of the head's loss, in double precision.
     *
     * @param terms by their variables in the graph
     * @param gradients of the total with respect to the raw maps, by the maps' names
     * @param assignments of each image
     */
    record Run(Map<String, Numbers> terms, Map<String, Numbers> gradients, List<Assignment> assignments) {

        private static final String LOGITS = "logits";

        static Run of(HeadBatch head, LossChoice losses, double l1Weight) {
            Map<String, INDArray> inputs = new HashMap<>();
            head.maps().forEach((name, map) -> inputs.put(name, map.toNd4j(DataType.DOUBLE)));
            YoloxTask task = head.task().withLosses(losses);
            GradientGraph graph = graph(head, task, inputs);
            List<String> outputs = new ArrayList<>(HeadLossKind.TERMS.values());
            head.maps().keySet().forEach(map -> outputs.add(graph.gradientOf(map)));
            AnchorTable anchors = AnchorTable.of(head.grid());
            try (DetectionTask.Targets.Arrays targets = task.targets().arrays(anchors, head.batch(), DataType.DOUBLE)) {
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
                    head.maps()
                            .keySet()
                            .forEach(map -> gradients.put(map, Numbers.of(plan.output(graph.gradientOf(map)))));
                    return new Run(terms, gradients, assignments);
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
}
