package io.github.yolox4j.verify.reference;

import io.github.yolox4j.losses.Reduction;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of cases by name, as an engine computes them. */
record GoldenKinds(List<GoldenKind> all) {

    static GoldenKinds by(GoldenEngine engine) {
        return new GoldenKinds(List.of(
                new BoxLossKind(),
                new BoxCornerKind(),
                new ScoreLossKind(),
                new ReducedScoreLossKind(Reduction.MEAN),
                new ReducedScoreLossKind(Reduction.SUM),
                new DistributionFocalKind(),
                new ScoreCornerKind(),
                new CocoMetricsKind(),
                new ModelForwardKind(engine),
                new HeadLossKind(),
                new LearningRateKind(),
                new TrainStepsKind(engine),
                new TensorPairKind()));
    }

    Optional<GoldenKind> find(String name) {
        return all.stream().filter(kind -> kind.name().equals(name)).findFirst();
    }

    String names() {
        return all.stream().map(GoldenKind::name).collect(Collectors.joining(", "));
    }
}
