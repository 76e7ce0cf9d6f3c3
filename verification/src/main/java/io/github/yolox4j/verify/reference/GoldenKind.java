package io.github.yolox4j.verify.reference;

import io.github.yolox4j.verify.Check;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** How the cases of one kind are computed and compared. Implementations hold at most the engine that computes. */
sealed interface GoldenKind
        permits BoxCornerKind,
                BoxLossKind,
                CocoMetricsKind,
                DistributionFocalKind,
                HeadLossKind,
                LearningRateKind,
                ModelForwardKind,
                ReducedScoreLossKind,
                ScoreCornerKind,
                ScoreLossKind,
                TensorPairKind,
                TrainStepsKind {

    /** The word behind {@code kind} in a manifest. */
    String name();

    /**
     * What a case asks for that this library lacks, as a sentence; empty if it has everything.
     *
     * @throws IOException if the manifest's description of the case is incomplete
     */
    default Optional<String> missing(CaseFacts facts) throws IOException {
        return Optional.empty();
    }

    /** In what the case is computed. */
    default Arithmetic arithmetic(CaseFacts facts) throws IOException {
        return Arithmetic.DOUBLE;
    }

    /**
     * Computes the case and compares.
     *
     * @return at least one check
     * @throws IOException if a file or the description is damaged
     */
    List<Check> check(CaseFacts facts) throws IOException;
}
