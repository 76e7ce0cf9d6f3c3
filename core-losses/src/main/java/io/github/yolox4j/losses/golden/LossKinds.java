package io.github.yolox4j.losses.golden;

import io.github.yolox4j.losses.Reduction;
import io.github.yolox4j.losses.score.DistributionFocal;
import io.github.yolox4j.testkit.NpzArchive;
import io.github.yolox4j.testkit.Numbers;
import io.github.yolox4j.testkit.check.Check;
import io.github.yolox4j.testkit.golden.CaseFacts;
import io.github.yolox4j.testkit.golden.GoldenKind;
import io.github.yolox4j.testkit.golden.GoldenKinds;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The kinds of golden cases about losses. */
public final class LossKinds {

    private LossKinds() {}

    /** As {@code verify} runs them. */
    public static GoldenKinds all() {
        return all(LossPrecision.DOUBLE, BoxForm.CENTERS);
    }

    /** Computed in that precision, box losses on boxes of that form. */
    public static GoldenKinds all(LossPrecision precision, BoxForm form) {
        return GoldenKinds.of(
                new BoxLossKind(precision, form),
                new BoxCornerKind(),
                new ScoreLossKind(Reduction.NONE, precision),
                new ScoreLossKind(Reduction.MEAN, precision),
                new ScoreLossKind(Reduction.SUM, precision),
                new DistributionFocalKind(precision),
                new ScoreCornerKind());
    }

    /**
     * {@code dfl}: value and gradient of the distribution focal loss, in double precision unless
     * another is asked for.
     *
     * <p>Arrays {@code logits [n, bins], target, loss [n]}, and {@code grad_logits [n, bins]}, the gradient of the
     * sum of losses.
     */
    record DistributionFocalKind(LossPrecision precision) implements GoldenKind {

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
            Numbers logits = facts.array(arrays, "logits", CaseFacts.ANY, loss.bins());
            Numbers target = facts.array(arrays, "target", logits.shape()[0]);
            LossRun run = LossRun.of(loss::of, logits, target, precision.type());
            return List.of(
                    Check.compare("loss", run.values(), arrays.array("loss"), precision.ofValues(facts)),
                    Check.compare(
                            "grad_logits", run.gradient(), arrays.array("grad_logits"), precision.ofGradients(facts)));
        }
    }
}
