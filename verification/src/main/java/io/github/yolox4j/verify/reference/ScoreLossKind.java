package io.github.yolox4j.verify.reference;

import io.github.yolox4j.losses.score.BinaryCrossEntropy;
import io.github.yolox4j.losses.score.Focal;
import io.github.yolox4j.losses.score.ScoreLoss;
import io.github.yolox4j.losses.score.ScoreLosses;
import io.github.yolox4j.testkit.NpyArray;
import io.github.yolox4j.testkit.NpzArchive;
import io.github.yolox4j.verify.Check;
import io.github.yolox4j.verify.Numbers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
        String loss = facts.text("loss");
        return switch (loss) {
            case "bce" -> facts.unknownParameter(loss, Set.of("pos_weight"));
            case "focal" -> facts.unknownParameter(loss, Set.of("gamma", "alpha"));
            default -> Optional.of("loss " + loss + " is not supported yet");
        };
    }

    @Override
    public List<Check> check(CaseFacts facts) throws IOException {
        NpzArchive arrays = facts.arrays();
        NpyArray logits = facts.array(arrays, "logits", CaseFacts.ANY, CaseFacts.ANY);
        NpyArray target = facts.array(arrays, "target", logits.shape());
        LossRun run = LossRun.of(loss(facts)::of, logits, target, DataType.DOUBLE);

        List<Check> checks = new ArrayList<>();
        checks.add(Check.compare("loss", run.values(), Numbers.of(arrays.array("loss")), facts.tolerance(TOLERANCE)));
        checks.add(Check.compare(
                "grad_logits", run.gradient(), Numbers.of(arrays.array("grad_logits")), facts.rowTolerance(TOLERANCE)));
        double sum = run.values().sum();
        if (arrays.keys().contains("sum")) {
            double expected = facts.array(arrays, "sum", 1).scalar();
            checks.add(Check.compare("sum", sum, expected, facts.tolerance(TOLERANCE)));
        }
        if (arrays.keys().contains("mean")) {
            double expected = facts.array(arrays, "mean", 1).scalar();
            checks.add(Check.compare("mean", sum / run.values().size(), expected, facts.tolerance(TOLERANCE)));
        }
        return checks;
    }

    private static ScoreLoss loss(CaseFacts facts) throws IOException {
        return switch (facts.text("loss")) {
            case "bce" -> new BinaryCrossEntropy(
                    facts.number("params/pos_weight", BinaryCrossEntropy.PLAIN.positiveWeight()));
            case "focal" -> new Focal(facts.number("params/gamma"), facts.number("params/alpha"));
            default -> throw new IllegalStateException(
                    "'" + facts.text("loss") + "' is none of " + ScoreLosses.names());
        };
    }
}
