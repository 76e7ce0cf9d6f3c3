package io.github.yolox4j.losses.box;

import io.github.yolox4j.losses.LossListing;
import io.github.yolox4j.losses.box.geometry.BoxPairs;
import io.github.yolox4j.losses.box.geometry.Penalty;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The losses of the form \[ L = 1 - o + \sum_k p_k, \] a measure of overlap \( 0 \le o \le 1 \) and penalties \( p_k
 * \ge 0 \). They are closed under {@link Inner}, {@link Focaler} and {@link Alpha}, each of which replaces one of the
 * two, so that modifiers nest in any order.
 */
public sealed interface OverlapLoss extends BoxLoss permits IouFamily, Siou, ShapeIou, Mpdiou, OverlapModifier {

    /** What modifiers of these losses wrap. */
    LossListing.Operand<OverlapLoss> OPERAND =
            new LossListing.Operand<>(OverlapLoss.class, "losses of the form 1 - overlap + penalties");

    /** \( o \): the IoU. A loss that replaces it replaces {@link #missedOverlap} too. */
    default SDVariable overlap(BoxPairs pairs) {
        return pairs.iou();
    }

    /** \( 1 - o \). That of the IoU is built once for all who ask. */
    default SDVariable missedOverlap(BoxPairs pairs) {
        return pairs.missedShare();
    }

    /** \( p_k \), none for the plain overlap. */
    List<Penalty> penalties(BoxPairs pairs);

    @Override
    default SDVariable formula(BoxPairs pairs) {
        SDVariable loss = missedOverlap(pairs);
        for (Penalty penalty : penalties(pairs)) {
            loss = loss.add(penalty.value());
        }
        return loss;
    }
}
