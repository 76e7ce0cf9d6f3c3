package io.github.yolox4j.losses.box;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The losses of the form \[ L = 1 - o + \sum_k p_k, \] a measure of overlap \( 0 \le o \le 1 \) and penalties \( p_k
 * \ge 0 \). They are closed under {@link Inner}, {@link Focaler} and {@link Alpha}, each of which replaces one of the
 * two, so that modifiers nest in any order.
 */
public sealed interface OverlapLoss extends BoxLoss permits IouFamily, Siou, ShapeIou, Mpdiou, Inner, Focaler, Alpha {

    /** \( o \): the IoU, unless something else takes its place. */
    default SDVariable overlap(BoxPairs pairs) {
        return pairs.iou();
    }

    /** \( p_k \), none for the plain overlap. */
    List<Penalty> penalties(BoxPairs pairs);

    @Override
    default SDVariable of(BoxPairs pairs) {
        SDVariable overlap = overlap(pairs);
        SDVariable loss = overlap == pairs.iou() ? pairs.missedShare() : overlap.rsub(1);
        for (Penalty penalty : penalties(pairs)) {
            loss = loss.add(penalty.value());
        }
        return loss;
    }
}
