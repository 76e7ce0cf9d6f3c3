package io.github.yolox4j.losses.box;

import io.github.yolox4j.losses.LossExpression;
import io.github.yolox4j.losses.box.geometry.BoxPairs;
import io.github.yolox4j.losses.box.geometry.BoxPolicy;
import io.github.yolox4j.losses.box.geometry.Penalty;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The losses of the form \[ L = 1 - o + \sum_k p_k, \] a measure of overlap \( 0 \le o \le 1 \) and penalties \( p_k
 * \ge 0 \). They are closed under {@link Inner}, {@link Focaler} and {@link Alpha}, each of which replaces one of the
 * two, so that modifiers nest in any order.
 */
public sealed interface OverlapLoss extends BoxLoss permits IouFamily, Siou, ShapeIou, Mpdiou, OverlapLoss.Modifier {

    /**
     * The loss that a modifier wraps.
     *
     * @throws IllegalArgumentException if it is not of this form
     */
    static OverlapLoss wrappedBy(LossExpression modifier, BoxLoss wrapped) {
        if (wrapped instanceof OverlapLoss loss) {
            return loss;
        }
        throw new IllegalArgumentException(
                modifier.name() + " cannot wrap " + wrapped + ": it wraps losses of the form 1 - overlap + penalties");
    }

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

    /**
     * A loss that puts another overlap in the place of that of the loss it wraps. Penalties and policy stay, unless it
     * says otherwise.
     */
    sealed interface Modifier extends OverlapLoss permits Inner, Focaler, Alpha {

        /** The wrapped loss. */
        OverlapLoss base();

        @Override
        SDVariable overlap(BoxPairs pairs);

        @Override
        default SDVariable missedOverlap(BoxPairs pairs) {
            return overlap(pairs).rsub(1);
        }

        @Override
        default List<Penalty> penalties(BoxPairs pairs) {
            return base().penalties(pairs);
        }

        @Override
        default BoxPolicy policy() {
            return base().policy();
        }
    }
}
