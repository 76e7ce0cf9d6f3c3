package io.github.yolox4j.verify.reference;

import io.github.yolox4j.losses.score.BinaryCrossEntropy;
import io.github.yolox4j.losses.score.Focal;
import io.github.yolox4j.losses.score.ScoreLoss;
import io.github.yolox4j.testkit.NpyArray;
import io.github.yolox4j.testkit.NpzArchive;
import io.github.yolox4j.verify.Check;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * {@code score_corner}: saturated logits. Every score loss of the library must have a finite value and gradient in {@code double}
 * and {@code float}, focal loss at gamma 0.5, 1.5 and 2.
 *
 * <p>Arrays {@code logits, target [n, m]}.
 */
record ScoreCornerKind() implements GoldenKind {

    private static final List<ScoreLoss> LOSSES = List.of(
            BinaryCrossEntropy.PLAIN,
            new BinaryCrossEntropy(2.5),
            new Focal(0.5, 0.25),
            new Focal(1.5, 0.25),
            new Focal(2, 0.25));

    @Override
    public String name() {
        return "score_corner";
    }

    @Override
    public Optional<String> missing(CaseFacts facts) {
        return Optional.empty();
    }

    @Override
    public List<Check> check(CaseFacts facts) throws IOException {
        NpzArchive arrays = facts.arrays();
        NpyArray logits = facts.array(arrays, "logits", CaseFacts.ANY, CaseFacts.ANY);
        NpyArray target = facts.array(arrays, "target", logits.shape());
        List<Check> checks = new ArrayList<>();
        for (ScoreLoss loss : LOSSES) {
            for (DataType type : List.of(DataType.DOUBLE, DataType.FLOAT)) {
                checks.add(FiniteCheck.of(
                        loss + " in " + type.toString().toLowerCase(Locale.ROOT),
                        LossRun.of(loss::of, logits, target, type)));
            }
        }
        return checks;
    }
}
