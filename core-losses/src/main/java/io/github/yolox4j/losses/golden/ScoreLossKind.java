package io.github.yolox4j.losses.golden;

import io.github.yolox4j.losses.Reduction;
import io.github.yolox4j.losses.score.ScoreLoss;
import io.github.yolox4j.testkit.NpzArchive;
import io.github.yolox4j.testkit.Numbers;
import io.github.yolox4j.testkit.check.Check;
import io.github.yolox4j.testkit.golden.CaseFacts;
import io.github.yolox4j.testkit.golden.GoldenKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code score_loss}, a score loss value by value, and {@code score_loss_sum} and {@code score_loss_mean}, of which the
 * reference gives one number.
 *
 * <p>Arrays {@code logits, target [n, m]}; {@code loss [n, m]}, {@code sum [1]} or {@code mean [1]}; and {@code
 * grad_logits [n, m]}, the gradient of that number, of the sum in {@code score_loss}. There {@code sum} and {@code
 * mean} may stand beside {@code loss}.
 */
record ScoreLossKind(Reduction reduction, LossPrecision precision) implements GoldenKind {

    @Override
    public String name() {
        return reduction == Reduction.NONE ? "score_loss" : "score_loss_" + reduction;
    }

    @Override
    public Optional<String> missing(CaseFacts facts) throws IOException {
        return ScoreCase.missing(facts);
    }

    @Override
    public List<Check> check(CaseFacts facts) throws IOException {
        ScoreLoss loss = ScoreCase.of(facts);
        NpzArchive arrays = facts.arrays();
        Numbers logits = facts.array(arrays, "logits", CaseFacts.ANY, CaseFacts.ANY);
        Numbers target = facts.array(arrays, "target", logits.shape());
        LossRun run = LossRun.of(loss::of, reduction, logits, target, precision.type());

        List<Check> checks = new ArrayList<>();
        checks.add(value(reduction, run, facts, arrays));
        checks.add(Check.compare(
                "grad_logits", run.gradient(), arrays.array("grad_logits"), precision.ofGradients(facts)));
        for (Reduction other : List.of(Reduction.SUM, Reduction.MEAN)) {
            if (reduction == Reduction.NONE && arrays.keys().contains(other.toString())) {
                LossRun reduced = LossRun.of(loss::of, other, logits, target, precision.type());
                checks.add(value(other, reduced, facts, arrays));
            }
        }
        return checks;
    }

    private Check value(Reduction of, LossRun run, CaseFacts facts, NpzArchive arrays) throws IOException {
        if (of == Reduction.NONE) {
            return Check.compare("loss", run.values(), arrays.array("loss"), precision.ofValues(facts));
        }
        String key = of.toString();
        double expected = facts.array(arrays, key, 1).scalar();
        return Check.compare(key, run.values().at(0), expected, precision.ofValues(facts));
    }
}
