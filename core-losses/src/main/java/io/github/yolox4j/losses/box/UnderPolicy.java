package io.github.yolox4j.losses.box;

import io.github.yolox4j.losses.LossState;
import io.github.yolox4j.losses.box.geometry.BoxPairs;
import io.github.yolox4j.losses.box.geometry.BoxPolicy;
import java.util.Objects;
import org.nd4j.autodiff.samediff.SDVariable;

/** A loss with a policy other than its default, written {@code ciou:mmdetection}. Made by {@link BoxLoss#under}. */
public record UnderPolicy(BoxLoss base, BoxPolicy policy) implements BoxLoss {

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
