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
 * {@code score_loss}: value and gradient of a score loss, in double precision unless
 * another is asked for.
 *
 * <p>Arrays {@code logits, target, loss [n, m]}, {@code grad_logits [n, m]}, the gradient of the sum of losses;
 * {@code sum} and {@code mean} of the losses if given.
 *
 * @param precision in which to compute
 */
record ScoreLossKind(LossPrecision precision) implements GoldenKind {

    @Override
    public String name() {
        return "score_loss";
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
        LossRun run = LossRun.of(loss::of, logits, target, precision.type());

        List<Check> checks = new ArrayList<>();
        checks.add(Check.compare("loss", run.values(), arrays.array("loss"), precision.ofValues(facts)));
        checks.add(Check.compare(
                "grad_logits", run.gradient(), arrays.array("grad_logits"), precision.ofGradients(facts)));
        for (Reduction reduction : List.of(Reduction.SUM, Reduction.MEAN)) {
            String key = reduction.toString();
            if (arrays.keys().contains(key)) {
                double expected = facts.array(arrays, key, 1).scalar();
                Numbers reduced = LossRun.of(loss::of, reduction, logits, target, precision.type())
                        .values();
                checks.add(Check.compare(key, reduced.at(0), expected, precision.ofValues(facts)));
            }
        }
        return checks;
    }
}
