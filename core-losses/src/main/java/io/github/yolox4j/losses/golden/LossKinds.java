package io.github.yolox4j.losses.golden;

import io.github.yolox4j.losses.Reduction;
import io.github.yolox4j.testkit.golden.GoldenKinds;

/** The kinds of golden cases about losses. */
public final class LossKinds {

    private LossKinds() {}

    /** As {@code verify} runs them. */
    public static GoldenKinds all() {
        return all(LossPrecision.DOUBLE, BoxForm.CENTERS);
    }

    /** Computed in that precision, box losses on boxes of that form. */
    public static GoldenKinds all(LossPrecision precision, BoxForm form) {
        return GoldenKinds.of(
                new BoxLossKind(precision, form),
                new BoxCornerKind(),
                new ScoreLossKind(Reduction.NONE, precision),
                new ScoreLossKind(Reduction.MEAN, precision),
                new ScoreLossKind(Reduction.SUM, precision),
                new DistributionFocalKind(precision),
                new ScoreCornerKind());
    }
}
