package io.github.yolox4j.losses.box;

import io.github.yolox4j.losses.box.geometry.BoxPairs;
import io.github.yolox4j.losses.box.geometry.BoxPolicy;
import io.github.yolox4j.losses.box.geometry.Penalty;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A loss that puts another overlap in the place of that of the loss it wraps. Penalties and policy stay, unless it
 * says otherwise.
 */
public sealed interface OverlapModifier extends OverlapLoss permits Inner, Focaler, Alpha {

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
