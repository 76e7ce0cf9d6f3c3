package io.github.yolox4j.verify.reference;

import io.github.yolox4j.losses.Reduction;
import io.github.yolox4j.testkit.NpyArray;
import io.github.yolox4j.testkit.NpzArchive;
import io.github.yolox4j.verify.Check;
import io.github.yolox4j.verify.Numbers;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * {@code score_loss_mean} and {@code score_loss_sum}: a score loss of which the reference gives one number, in double precision.
 *
 * <p>Arrays {@code logits, target [n, m]}, {@code mean} or {@code sum [1]}, and {@code grad_logits [n, m]}, the gradient of that
 * number.
 *
 * @param reduction mean or sum, whose name is that of the array
 */
record ReducedScoreLossKind(Reduction reduction) implements GoldenKind {

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
        NpyArray logits = facts.array(arrays, "logits", CaseFacts.ANY, CaseFacts.ANY);
        NpyArray target = facts.array(arrays, "target", logits.shape());
        LossRun run = LossRun.of(ScoreCase.of(facts)::of, reduction, logits, target, DataType.DOUBLE);
        String key = reduction.toString();
        double expected = facts.array(arrays, key, 1).scalar();
        return List.of(
                Check.compare(key, run.values().at(0), expected, facts.tolerance(ScoreLossKind.TOLERANCE)),
                Check.compare(
                        "grad_logits",
                        run.gradient(),
                        Numbers.of(arrays.array("grad_logits")),
                        facts.rowTolerance(ScoreLossKind.TOLERANCE)));
    }
}
