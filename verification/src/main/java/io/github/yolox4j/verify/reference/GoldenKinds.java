package io.github.yolox4j.verify.reference;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of cases by name. */
final class GoldenKinds {

    private static final List<GoldenKind> ALL = List.of(
            new BoxLossKind(),
            new BoxCornerKind(),
            new ScoreLossKind(),
            new ScoreCornerKind(),
            new CocoMetricsKind(),
            new ModelForwardKind(),
            new HeadLossKind(),
            new LearningRateKind(),
            new TrainStepsKind(),
            new NotYetSupported("score_loss_mean", "score losses given by their mean are not supported yet"),
            new NotYetSupported("score_loss_sum", "score losses given by their sum are not supported yet"),
            new NotYetSupported("dfl", "distribution focal loss is not supported yet"));

    private GoldenKinds() {}

    static Optional<GoldenKind> find(String name) {
        return ALL.stream().filter(kind -> kind.name().equals(name)).findFirst();
    }

    static String names() {
        return ALL.stream().map(GoldenKind::name).collect(Collectors.joining(", "));
    }
}
