package io.github.yolox4j.losses.score;

import static io.github.yolox4j.conformance.TensorAssertions.assertThatTensor;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.yolox4j.losses.LossRun;
import io.github.yolox4j.losses.Reduction;
import io.github.yolox4j.losses.Rows;
import io.github.yolox4j.testkit.Closeness;
import io.github.yolox4j.testkit.GoldenCase;
import io.github.yolox4j.testkit.GoldenFolder;
import io.github.yolox4j.testkit.NpyArray;
import io.github.yolox4j.testkit.NpzArchive;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

class ScoreLossGoldenTest {

    private static final double FLOAT_TOLERANCE = 1e-4;

    /** Of cases that state none; both sides compute in double precision. */
    private static final double TOLERANCE = 1e-9;

    private static final Map<String, Reduction> KINDS =
            Map.of("score_loss", Reduction.NONE, "score_loss_mean", Reduction.MEAN, "score_loss_sum", Reduction.SUM);

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void value_and_gradient_match_the_reference(GoldenCase golden) throws IOException {
        check(golden, DataType.DOUBLE, golden.description().path("tolerance").asDouble(TOLERANCE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void value_and_gradient_match_the_reference_in_float(GoldenCase golden) throws IOException {
        check(golden, DataType.FLOAT, FLOAT_TOLERANCE);
    }

    @Test
    void distribution_focal_matches_the_reference() throws IOException {
        GoldenCase golden = ofKind("dfl").findFirst().orElseThrow();
        NpzArchive arrays = golden.arrays();
        DistributionFocal loss =
                new DistributionFocal(golden.description().at("/params/bins").intValue());
        NpyArray targets = arrays.array("target");
        double[][] column = new double[targets.doubles().length][1];
        for (int i = 0; i < column.length; i++) {
            column[i][0] = targets.doubles()[i];
        }
        for (DataType type : List.of(DataType.DOUBLE, DataType.FLOAT)) {
            LossRun run = LossRun.of(
                    (logits, y) -> loss.of(logits, y.reshape(column.length)),
                    Rows.of(arrays.array("logits")),
                    column,
                    type);

            double tolerance = type == DataType.DOUBLE ? TOLERANCE : FLOAT_TOLERANCE;
            assertThatTensor(run.values())
                    .as("loss")
                    .isCloseTo(arrays.array("loss").doubles(), Closeness.ofNumbers(tolerance));
            assertThatTensor(run.gradient())
                    .isCloseTo(Rows.of(arrays.array("grad_logits")), Closeness.ofRows(tolerance));
        }
    }

    @Test
    void every_golden_case_of_scores_is_covered() {
        long scores = GoldenFolder.shipped("losses")
                .cases(golden -> golden.name().startsWith("score/"))
                .size();

        // and score/saturated, which the contract of every loss holds
        assertThat(cases().size()
                        + ofKind("dfl").count()
                        + ofKind("score_corner").count())
                .isEqualTo(scores)
                .isEqualTo(15);
    }

    private static void check(GoldenCase golden, DataType type, double tolerance) throws IOException {
        NpzArchive arrays = golden.arrays();
        ScoreLoss loss = loss(golden);
        Reduction reduction = KINDS.get(golden.kind());
        LossRun run = LossRun.of(
                (logits, targets) -> reduction.of(loss.of(logits, targets)),
                Rows.of(arrays.array("logits")),
                Rows.of(arrays.array("target")),
                type);

        String expected = reduction == Reduction.NONE ? "loss" : reduction.toString();
        assertThatTensor(run.values())
                .as("loss")
                .isCloseTo(arrays.array(expected).doubles(), Closeness.ofNumbers(tolerance));
        assertThatTensor(run.gradient()).isCloseTo(Rows.of(arrays.array("grad_logits")), Closeness.ofRows(tolerance));
    }

    private static ScoreLoss loss(GoldenCase golden) {
        JsonNode params = golden.description().get("params");
        double gamma = params.path("gamma").asDouble();
        double alpha = params.path("alpha").asDouble();
        return switch (golden.description().get("loss").textValue()) {
            case "bce" -> new BinaryCrossEntropy(params.path("pos_weight").asDouble(1));
            case "focal" -> new Focal(gamma, alpha);
            case "exp_focal" -> new ExpFocal(gamma, alpha);
            case "quality_focal" -> new QualityFocal(
                    gamma, alpha, params.path("scale").asDouble(1));
            case "varifocal" -> new Varifocal(
                    gamma, alpha, params.get("iou_weighted").booleanValue());
            case "bce_blur" -> new BlurredCrossEntropy(alpha);
            case "asymmetric" -> new Asymmetric(
                    params.get("gamma_neg").doubleValue(),
                    params.get("gamma_pos").doubleValue(),
                    params.get("clip").doubleValue(),
                    params.get("eps").doubleValue(),
                    false);
            default -> throw new IllegalArgumentException("no such loss here: " + golden);
        };
    }

    static List<GoldenCase> cases() {
        return GoldenFolder.shipped("losses").cases(golden -> KINDS.containsKey(golden.kind()));
    }

    private static Stream<GoldenCase> ofKind(String kind) {
        return GoldenFolder.shipped("losses").cases(golden -> golden.kind().equals(kind)).stream();
    }
}
