package io.github.yolox4j.losses.golden;

import io.github.yolox4j.losses.Reduction;
import io.github.yolox4j.testkit.NpzArchive;
import io.github.yolox4j.testkit.Numbers;
import io.github.yolox4j.testkit.check.Check;
import io.github.yolox4j.testkit.golden.CaseFacts;
import io.github.yolox4j.testkit.golden.GoldenKind;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * {@code score_loss_mean} and {@code score_loss_sum}: a score loss of which the reference gives one number,, in
 * double precision unless another is asked for.
 *
 * <p>Arrays {@code logits, target [n, m]}, {@code mean} or {@code sum [1]}, and {@code grad_logits [n, m]}, the
 * gradient of that number.
 *
 * @param reduction mean or sum, whose name is that of the array
 * @param precision in which to compute
 */
record ReducedScoreLossKind(Reduction reduction, LossPrecision precision) implements GoldenKind {

    @Override
    public String name() {
        return "score_loss_" + reduction;
    }

    @Override
    public Optional<String> missing(CaseFacts facts) throws IOException {
        return ScoreCase.missing(facts);
    }

    @Override
    public List<Check> check(CaseFacts facts) throws IOException {
        NpzArchive arrays = facts.arrays();
        Numbers logits = facts.array(arrays, "logits", CaseFacts.ANY, CaseFacts.ANY);
        Numbers target = facts.array(arrays, "target", logits.shape());
        LossRun run = LossRun.of(ScoreCase.of(facts)::of, reduction, logits, target, precision.type());
        String key = reduction.toString();
        double expected = facts.array(arrays, key, 1).scalar();
        return List.of(
                Check.compare(key, run.values().at(0), expected, precision.ofValues(facts)),
                Check.compare(
                        "grad_logits", run.gradient(), arrays.array("grad_logits"), precision.ofGradients(facts)));
    }
}
