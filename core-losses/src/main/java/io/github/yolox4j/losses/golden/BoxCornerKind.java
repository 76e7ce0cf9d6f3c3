package io.github.yolox4j.losses.golden;

import io.github.yolox4j.losses.box.BoxLoss;
import io.github.yolox4j.losses.box.BoxLosses;
import io.github.yolox4j.losses.box.IouFamily;
import io.github.yolox4j.losses.box.geometry.BoxPolicy;
import io.github.yolox4j.testkit.NpzArchive;
import io.github.yolox4j.testkit.Numbers;
import io.github.yolox4j.testkit.check.Check;
import io.github.yolox4j.testkit.check.Condition;
import io.github.yolox4j.testkit.golden.CaseFacts;
import io.github.yolox4j.testkit.golden.GoldenKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * {@code box_corner}: boxes at which losses tend to break. Every box loss and modifier of the library, and the
 * first family under every policy, must have a finite value and gradient in {@code double} and {@code float};
 * boxes of a row named {@code identical} must cost less than {@value #FREE} in {@code double}.
 *
 * <p>Arrays {@code pred, target [n, 4]}; {@code rows} names the rows.
 */
record BoxCornerKind() implements GoldenKind {

    private static final double FREE = 1e-6;
    private static final String IDENTICAL = "identical";

    @Override
    public String name() {
        return "box_corner";
    }

    @Override
    public List<Check> check(CaseFacts facts) throws IOException {
        NpzArchive arrays = facts.arrays();
        Numbers predicted = facts.array(arrays, "pred", CaseFacts.ANY, 4);
        Numbers target = facts.array(arrays, "target", predicted.shape());
        List<Check> checks = new ArrayList<>();
        for (BoxLoss loss : losses()) {
            LossRun run = LossRun.of(loss::of, predicted, target, DataType.DOUBLE);
            checks.add(run.isFinite(loss + " in double"));
            checks.add(LossRun.of(loss::of, predicted, target, DataType.FLOAT).isFinite(loss + " in float"));
            checks.addAll(identicalBoxesAreFree(facts, loss.toString(), run));
        }
        return checks;
    }

    /** All that are listed, those of the first family under every policy. */
    private static List<BoxLoss> losses() {
        Stream<BoxLoss> listed =
                BoxLosses.REGISTRY.entries().stream().map(entry -> BoxLosses.parse(entry.expression()));
        Stream<BoxLoss> underPolicies = Arrays.stream(IouFamily.values())
                .flatMap(loss -> BoxPolicy.KNOWN.stream().map(loss::under));
        return Stream.concat(listed, underPolicies).distinct().toList();
    }

    private static List<Check> identicalBoxesAreFree(CaseFacts facts, String subject, LossRun run) throws IOException {
        List<Check> checks = new ArrayList<>();
        for (int row = 0; row < run.values().size(); row++) {
            if (facts.has("rows/" + row) && facts.text("rows/" + row).equals(IDENTICAL)) {
                double cost = run.values().at(row);
                checks.add(new Condition(
                        subject, Math.abs(cost) < FREE, "identical boxes cost " + cost + ", allowed is " + FREE));
            }
        }
        return checks;
    }
}
