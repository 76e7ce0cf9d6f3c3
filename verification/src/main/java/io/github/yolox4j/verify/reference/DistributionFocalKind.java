package io.github.yolox4j.verify.reference;

import io.github.yolox4j.losses.score.DistributionFocal;
import io.github.yolox4j.testkit.NpyArray;
import io.github.yolox4j.testkit.NpzArchive;
import io.github.yolox4j.verify.Check;
import io.github.yolox4j.verify.Numbers;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * {@code dfl}: value and gradient of the distribution focal loss in double precision.
 *
 * <p>Arrays {@code logits [n, bins], target, loss [n]}, and {@code grad_logits [n, bins]}, the gradient of the sum of losses.
 */
record DistributionFocalKind() implements GoldenKind {

    private static final String LOSS = "distribution_focal";

    @Override
    public String name() {
        return "dfl";
    }

    @Override
    public Optional<String> missing(CaseFacts facts) throws IOException {
        return facts.text("loss").equals(LOSS)
                ? facts.unknownParameter(LOSS, Set.of("bins"))
                : Optional.of("loss " + facts.text("loss") + " of kind dfl is not supported yet");
    }

    @Override
    public List<Check> check(CaseFacts facts) throws IOException {
        DistributionFocal loss = new DistributionFocal(facts.integer("params/bins"));
        NpzArchive arrays = facts.arrays();
        NpyArray logits = facts.array(arrays, "logits", CaseFacts.ANY, loss.bins());
        NpyArray target = facts.array(arrays, "target", logits.shape()[0]);
        LossRun run = LossRun.of(loss::of, logits, target, DataType.DOUBLE);
        return List.of(
                Check.compare(
                        "loss",
                        run.values(),
                        Numbers.of(arrays.array("loss")),
                        facts.tolerance(ScoreLossKind.TOLERANCE)),
                Check.compare(
                        "grad_logits",
                        run.gradient(),
                        Numbers.of(arrays.array("grad_logits")),
                        facts.rowTolerance(ScoreLossKind.TOLERANCE)));
    }
}
