package io.github.yolox4j.verify.reference;

import io.github.yolox4j.losses.box.BoxLoss;
import io.github.yolox4j.losses.box.BoxLosses;
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
 * {@code box_loss}: value and gradient of a box loss in double precision.
 *
 * <p>Arrays {@code pred, target [n, 4]}, {@code loss [n]}, and {@code grad_pred [n, 4]}, the gradient of the sum of losses.
 */
record BoxLossKind() implements GoldenKind {

    static final double TOLERANCE = 1e-9;

    private static final String CENTERS = "cx,cy,w,h";

    /** {@code clamp} changes nothing: see {@link io.github.yolox4j.losses.box.BoxPolicy}. */
    private static final Set<String> PARAMETERS = Set.of("eps", "aspect_gate_iou", "clamp");

    @Override
    public String name() {
        return "box_loss";
    }

    @Override
    public Optional<String> missing(CaseFacts facts) throws IOException {
        String loss = facts.text("loss");
        if (!BoxLosses.names().contains(loss)) {
            return Optional.of("loss " + loss + " is not supported yet");
        }
        if (facts.has("box_format") && !facts.text("box_format").equals(CENTERS)) {
            return Optional.of("box format " + facts.text("box_format") + " is not supported yet, only " + CENTERS);
        }
        Optional<ReferencePolicy> policy = ReferencePolicy.find(facts);
        if (policy.isEmpty()) {
            return Optional.of("loss " + loss + " of " + facts.text("source/repo") + " is not supported yet, only of "
                    + ReferencePolicy.repositories());
        }
        Optional<String> difference = policy.get().differenceFrom(facts, loss);
        return difference.isPresent() ? difference : facts.unknownParameter(loss, PARAMETERS);
    }

    @Override
    public List<Check> check(CaseFacts facts) throws IOException {
        BoxLoss loss = BoxLosses.parse(facts.text("loss"))
                .under(ReferencePolicy.find(facts).orElseThrow().policy());
        NpzArchive arrays = facts.arrays();
        NpyArray predicted = facts.array(arrays, "pred", CaseFacts.ANY, 4);
        NpyArray target = facts.array(arrays, "target", predicted.shape());
        LossRun run = LossRun.of(loss::of, predicted, target, DataType.DOUBLE);
        return List.of(
                Check.compare("loss", run.values(), Numbers.of(arrays.array("loss")), facts.tolerance(TOLERANCE)),
                Check.compare(
                        "grad_pred",
                        run.gradient(),
                        Numbers.of(arrays.array("grad_pred")),
                        facts.rowTolerance(TOLERANCE)));
    }
}
