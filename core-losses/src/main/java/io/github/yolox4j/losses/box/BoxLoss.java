package io.github.yolox4j.losses.box;

import io.github.yolox4j.losses.LossState;
import io.github.yolox4j.losses.box.geometry.BoxPairs;
import io.github.yolox4j.losses.box.geometry.BoxPolicy;
import java.util.Objects;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Regression loss between paired boxes. Implementations are immutable and hold no graph.
 *
 * <p>Each is finite, in value and gradient, in {@code float} and {@code double}, for any boxes whose sizes are not
 * negative: identical, disjoint, or of size zero. Identical boxes cost 0, but for what an eps adds, unless their area
 * is not well above the policy's eps: then they count as not overlapping.
 */
public sealed interface BoxLoss
        permits OverlapLoss,
                LogIou,
                InversePowerIou,
                BoundedIou,
                Nwd,
                SmoothL1,
                Piou2,
                WiseIou,
                Focal,
                Wise,
                BoxLoss.UnderPolicy,
                CustomBoxLoss {

    /**
     * The formula, added to the pairs' graph under the pairs' policy: one value per pair, shape {@code [n]}. A loss
     * implements it; who uses a loss calls {@link #of}. A modifier calls that of the loss it wraps, so that one
     * policy holds for the whole.
     */
    SDVariable formula(BoxPairs pairs);

    /** Adds this loss to the pairs' graph, under its own {@link #policy}: one value per pair, shape {@code [n]}. */
    default SDVariable of(BoxPairs pairs) {
        return formula(pairs.under(policy()));
    }

    /** The policy that this loss is computed under: YOLOv5's fine print, unless the loss has its own. */
    default BoxPolicy policy() {
        return BoxPolicy.YOLOV5;
    }

    /**
     * The state that this loss carries from step to step, before the first step. A trainer moves it on and gives its
     * value to {@link BoxPairs#withState}.
     */
    default LossState initialState() {
        return LossState.NONE;
    }

    /**
     * Whether the loss adds up distances and has no scale of its own, so that its size is that of the boxes' unit. A
     * trainer gives it boxes in units of their anchor's stride; in pixels it would outweigh every other term.
     */
    default boolean addsDistances() {
        return false;
    }

    /** The text that {@link BoxLosses#parse} turns back into this loss. */
    @Override
    String toString();

    /**
     * Adds this loss between rows of boxes, under its own {@link #policy}: one value per pair, shape {@code [n]}.
     *
     * @param predicted rows {@code cx, cy, w, h}, shape {@code [n, 4]}
     * @param target rows {@code cx, cy, w, h}, shape {@code [n, 4]}
     */
    default SDVariable of(SDVariable predicted, SDVariable target) {
        return of(BoxPairs.ofCenters(predicted, target, policy()));
    }

    /** This loss under another policy. */
    default BoxLoss under(BoxPolicy policy) {
        return policy.equals(policy()) ? this : new UnderPolicy(this, policy);
    }

    /** A loss with a policy other than its default, written {@code ciou:mmdetection}. Made by {@link BoxLoss#under}. */
    record UnderPolicy(BoxLoss base, BoxPolicy policy) implements BoxLoss {

        public UnderPolicy {
            Objects.requireNonNull(policy, "policy");
            if (base instanceof UnderPolicy) {
                throw new IllegalArgumentException("a loss has one policy, got " + base + " under " + policy.name());
            }
        }

        @Override
        public SDVariable formula(BoxPairs pairs) {
            return base.formula(pairs);
        }

        @Override
        public LossState initialState() {
            return base.initialState();
        }

        @Override
        public boolean addsDistances() {
            return base.addsDistances();
        }

        @Override
        public BoxLoss under(BoxPolicy other) {
            return base.under(other);
        }

        @Override
        public String toString() {
            return base + ":" + policy.name();
        }
    }
}
