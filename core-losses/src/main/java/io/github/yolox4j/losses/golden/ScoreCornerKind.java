package io.github.yolox4j.losses.golden;

import io.github.yolox4j.losses.score.ScoreLoss;
import io.github.yolox4j.losses.score.ScoreLosses;
import io.github.yolox4j.testkit.NpzArchive;
import io.github.yolox4j.testkit.Numbers;
import io.github.yolox4j.testkit.check.Check;
import io.github.yolox4j.testkit.golden.CaseFacts;
import io.github.yolox4j.testkit.golden.GoldenKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * {@code score_corner}: saturated logits. Every score loss of the library must have a finite value and gradient
 * in {@code double} and {@code float}, those with a gamma at 0.5, 1.5 and 2.
 *
 * <p>Arrays {@code logits, target [n, m]}.
 */
record ScoreCornerKind() implements GoldenKind {

    /** With other parameters than the defaults: gamma 0.5, 1.5 and 2, weights that carry gradient, no eps. */
    private static final List<String> OTHERS = List.of(
            "bce(positive_weight=2.5, smoothing=0.1)",
            "focal(gamma=0.5)",
            "focal(gamma=2)",
            "exp_focal(gamma=0.5)",
            "exp_focal(gamma=1.5)",
            "quality_focal(gamma=0.5)",
            "varifocal(gamma=0.5)",
            "varifocal(gamma=1.5)",
            "poly1_focal(gamma=0.5)",
            "poly1_focal(gamma=1.5)",
            "asymmetric(detach_weight=false)",
            "asymmetric(gamma_neg=0.5, gamma_pos=0.5, clip=0, eps=0, detach_weight=false)");

    @Override
    public String name() {
        return "score_corner";
    }

    @Override
    public List<Check> check(CaseFacts facts) throws IOException {
        NpzArchive arrays = facts.arrays();
        Numbers logits = facts.array(arrays, "logits", CaseFacts.ANY, CaseFacts.ANY);
        Numbers target = facts.array(arrays, "target", logits.shape());
        List<Check> checks = new ArrayList<>();
        List<ScoreLoss> losses = Stream.concat(ScoreLosses.REGISTRY.names().stream(), OTHERS.stream())
                .map(ScoreLosses::parse)
                .toList();
        for (ScoreLoss loss : losses) {
            for (DataType type : List.of(DataType.DOUBLE, DataType.FLOAT)) {
                checks.add(LossRun.of(loss::of, logits, target, type)
                        .isFinite(loss + " in " + type.toString().toLowerCase(Locale.ROOT)));
            }
        }
        return checks;
    }
}
