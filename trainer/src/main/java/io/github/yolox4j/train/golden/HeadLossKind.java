package io.github.yolox4j.train.golden;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.testkit.Closeness;
import io.github.yolox4j.testkit.NpzArchive;
import io.github.yolox4j.testkit.Numbers;
import io.github.yolox4j.testkit.check.Check;
import io.github.yolox4j.testkit.golden.CaseFacts;
import io.github.yolox4j.testkit.golden.GoldenKind;
import io.github.yolox4j.train.assign.Assignment;
import io.github.yolox4j.train.loss.LossChoice;
import io.github.yolox4j.train.loss.LossTerm;
import io.github.yolox4j.train.loss.LossTerms;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
        HeadLossRun run = HeadLossRun.of(head, LossChoice.DEFAULT, facts.flag("use_l1") ? 1 : 0);
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
            CaseFacts facts, NpzArchive arrays, HeadBatch head, HeadLossRun run, Closeness tolerance)
            throws IOException {
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
}
