package io.github.yolox4j.verify.reference;

import io.github.yolox4j.losses.Reduction;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of cases by name. */
final class GoldenKinds {

    private static final List<GoldenKind> ALL = List.of(
            new BoxLossKind(),
            new BoxCornerKind(),
            new ScoreLossKind(),
            new ReducedScoreLossKind(Reduction.MEAN),
            new ReducedScoreLossKind(Reduction.SUM),
            new DistributionFocalKind(),
            new ScoreCornerKind(),
            new CocoMetricsKind(),
            new ModelForwardKind(),
            new HeadLossKind(),
            new LearningRateKind(),
            new TrainStepsKind());

    private GoldenKinds() {}

    static Optional<GoldenKind> find(String name) {
        return ALL.stream().filter(kind -> kind.name().equals(name)).findFirst();
    }

    static String names() {
        return ALL.stream().map(GoldenKind::name).collect(Collectors.joining(", "));
    }
}
