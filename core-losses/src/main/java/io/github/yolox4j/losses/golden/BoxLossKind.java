package io.github.yolox4j.losses.golden;

import io.github.yolox4j.losses.box.BoxLoss;
import io.github.yolox4j.losses.box.IouFamily;
import io.github.yolox4j.losses.box.geometry.BoxPairs;
import io.github.yolox4j.losses.box.geometry.BoxPolicy;
import io.github.yolox4j.testkit.NpzArchive;
import io.github.yolox4j.testkit.Numbers;
import io.github.yolox4j.testkit.check.Check;
import io.github.yolox4j.testkit.golden.CaseFacts;
import io.github.yolox4j.testkit.golden.GoldenKind;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * {@code box_loss}: value and gradient of a box loss, in double precision unless another is asked for.
 *
 * <p>Arrays {@code pred, target [n, 4]}, {@code loss [n]}, and {@code grad_pred [n, 4]}, the gradient of the
 * sum of losses.
 */
record BoxLossKind(LossPrecision precision, LossKinds.BoxForm form) implements GoldenKind {

    private static final String CENTERS = "cx,cy,w,h";

    @Override
    public String name() {
        return "box_loss";
    }

    @Override
    public Optional<String> missing(CaseFacts facts) throws IOException {
        if (facts.has("box_format") && !facts.text("box_format").equals(CENTERS)) {
            return Optional.of("box format " + facts.text("box_format") + " is not supported yet, only " + CENTERS);
        }
        return ReferenceBoxLoss.missing(facts);
    }

    @Override
    public List<Check> check(CaseFacts facts) throws IOException {
        ReferenceBoxLoss reference = ReferenceBoxLoss.of(facts);
        BoxLoss loss = reference.loss();
        NpzArchive arrays = facts.arrays();
        Numbers predicted = facts.array(arrays, "pred", CaseFacts.ANY, 4);
        Numbers target = facts.array(arrays, "target", predicted.shape());
        double state = loss.initialState().isCarried()
                ? stateAfter(loss, facts, predicted, target)
                : loss.initialState().value();
        LossRun run = LossRun.of(
                (p, t) -> {
                    BoxPairs pairs = form.pairs(p, t, loss.policy());
                    SDVariable value = loss.of(pairs.withState(scalar(p, state)));
                    return reference.similarity() ? value.rsub(1) : value;
                },
                predicted,
                target,
                precision.type());
        return List.of(
                Check.compare("loss", run.values(), arrays.array("loss"), precision.ofValues(facts)),
                Check.compare("grad_pred", run.gradient(), arrays.array("grad_pred"), precision.ofGradients(facts)));
    }

    /** The loss's state after the batch: authors move it on before they use it. */
    private static double stateAfter(BoxLoss loss, CaseFacts facts, Numbers predicted, Numbers target)
            throws IOException {
        Numbers missed = LossRun.of(IouFamily.IOU.under(BoxPolicy.PAPER)::of, predicted, target, DataType.DOUBLE)
                .values();
        return loss.initialState()
                .withValue(facts.number("params/iou_mean_before"))
                .after(missed.doubles())
                .value();
    }

    private static SDVariable scalar(SDVariable like, double value) {
        return like.getSameDiff().constant(Nd4j.scalar(like.dataType(), value));
    }
}
