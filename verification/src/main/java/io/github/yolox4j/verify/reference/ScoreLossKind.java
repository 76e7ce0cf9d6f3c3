package io.github.yolox4j.verify.reference;

import io.github.yolox4j.losses.Reduction;
import io.github.yolox4j.losses.score.ScoreLoss;
import io.github.yolox4j.testkit.NpyArray;
import io.github.yolox4j.testkit.NpzArchive;
import io.github.yolox4j.verify.Check;
import io.github.yolox4j.verify.Numbers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * {@code score_loss}: value and gradient of a score loss in double precision.
 *
 * <p>Arrays {@code logits, target, loss [n, m]}, {@code grad_logits [n, m]}, the gradient of the sum of losses; {@code sum} and
 * {@code mean} of the losses if given.
 */
record ScoreLossKind() implements GoldenKind {

    static final double TOLERANCE = 1e-9;

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
        NpyArray logits = facts.array(arrays, "logits", CaseFacts.ANY, CaseFacts.ANY);
        NpyArray target = facts.array(arrays, "target", logits.shape());
        LossRun run = LossRun.of(loss::of, logits, target, DataType.DOUBLE);

        List<Check> checks = new ArrayList<>();
        checks.add(Check.compare("loss", run.values(), Numbers.of(arrays.array("loss")), facts.tolerance(TOLERANCE)));
        checks.add(Check.compare(
                "grad_logits", run.gradient(), Numbers.of(arrays.array("grad_logits")), facts.rowTolerance(TOLERANCE)));
        for (Reduction reduction : List.of(Reduction.SUM, Reduction.MEAN)) {
            String key = reduction.toString();
            if (arrays.keys().contains(key)) {
                double expected = facts.array(arrays, key, 1).scalar();
                Numbers reduced = LossRun.of(loss::of, reduction, logits, target, DataType.DOUBLE)
                        .values();
                checks.add(Check.compare(key, reduced.at(0), expected, facts.tolerance(TOLERANCE)));
            }
        }
        return checks;
    }
}
