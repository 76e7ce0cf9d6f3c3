package io.github.yolox4j.losses.score;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.yolox4j.losses.LossRun;
import io.github.yolox4j.losses.Rows;
import io.github.yolox4j.testkit.Closeness;
import io.github.yolox4j.testkit.GoldenCase;
import io.github.yolox4j.testkit.GoldenFolder;
import io.github.yolox4j.testkit.NpzArchive;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

class ScoreLossGoldenTest {

    private static final double FLOAT_TOLERANCE = 1e-4;

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void value_and_gradient_match_the_reference(GoldenCase golden) throws IOException {
        check(golden, DataType.DOUBLE, golden.tolerance());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void value_and_gradient_match_the_reference_in_float(GoldenCase golden) throws IOException {
        check(golden, DataType.FLOAT, FLOAT_TOLERANCE);
    }

    @Test
    void every_golden_case_of_the_family_is_covered() {
        assertThat(cases())
                .extracting(GoldenCase::name)
                .containsExactlyInAnyOrder(
                        "score/yolov5_focal_g15",
                        "score/yolov5_focal_g15_soft",
                        "score/yolov5_focal_g2_a05",
                        "score/yolov5_focal_g0",
                        "score/torchvision_focal",
                        "score/bce",
                        "score/bce_pos_weight");
    }

    private static void check(GoldenCase golden, DataType type, double tolerance) throws IOException {
        NpzArchive arrays = golden.arrays();
        LossRun run =
                LossRun.of(loss(golden)::of, Rows.of(arrays.array("logits")), Rows.of(arrays.array("target")), type);

        Closeness.assertValues("loss", run.values(), arrays.array("loss").doubles(), tolerance);
        Closeness.assertRows(run.gradient(), Rows.of(arrays.array("grad_logits")), tolerance);
    }

    private static ScoreLoss loss(GoldenCase golden) {
        JsonNode params = golden.description().get("params");
        return switch (golden.description().get("loss").textValue()) {
            case "bce" -> new BinaryCrossEntropy(params.path("pos_weight").asDouble(1));
            case "focal" -> new Focal(
                    params.get("gamma").doubleValue(), params.get("alpha").doubleValue());
            default -> throw new IllegalArgumentException("no such loss here: " + golden);
        };
    }

    static List<GoldenCase> cases() {
        return GoldenFolder.shipped("losses")
                .cases(golden -> golden.kind().equals("score_loss")
                        && ScoreLosses.names()
                                .contains(golden.description().get("loss").textValue()));
    }
}
