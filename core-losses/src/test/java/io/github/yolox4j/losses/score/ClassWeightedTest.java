package io.github.yolox4j.losses.score;

import static io.github.yolox4j.conformance.TensorAssertions.assertThatTensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.losses.LossRun;
import io.github.yolox4j.losses.Rows;
import io.github.yolox4j.testkit.Closeness;
import io.github.yolox4j.testkit.GoldenFolder;
import io.github.yolox4j.testkit.NpzArchive;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

class ClassWeightedTest {

    private static final List<Double> WEIGHTS = List.of(1.0, 2.5, 0.0);
    private static final double[][] LOGITS = {{-1, 0.5, 2}, {3, -2, 0.1}};
    private static final double[][] TARGETS = {{0, 1, 0.3}, {1, 0, 0}};

    static Stream<ScoreLoss> losses() {
        return ScoreLosses.REGISTRY.names().stream().map(ScoreLosses::parse);
    }

    @ParameterizedTest
    @MethodSource("losses")
    void every_loss_and_its_gradient_are_multiplied_class_by_class(ScoreLoss base) {
        ClassWeighted weighted = new ClassWeighted(base, WEIGHTS);
        LossRun plain = LossRun.of(base::of, LOGITS, TARGETS, DataType.DOUBLE);

        LossRun run = LossRun.of(weighted::of, LOGITS, TARGETS, DataType.DOUBLE);

        double[] values = plain.values();
        double[][] gradient = plain.gradient();
        for (int row = 0; row < 2; row++) {
            for (int c = 0; c < 3; c++) {
                values[row * 3 + c] *= WEIGHTS.get(c);
                gradient[row][c] *= WEIGHTS.get(c);
            }
        }
        assertThatTensor(run.values()).as("loss").isCloseTo(values, Closeness.ofNumbers(1e-15));
        assertThatTensor(run.gradient()).isCloseTo(gradient, Closeness.ofRows(1e-15));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void every_weighted_loss_is_parsed_back_to_it(ScoreLoss base) {
        ClassWeighted weighted = new ClassWeighted(base, WEIGHTS);

        assertThat(ScoreLosses.parse(weighted.toString())).isEqualTo(weighted);
    }

    @Test
    void a_wrong_number_of_weights_is_named_where_the_classes_are_known() {
        SameDiff graph = SameDiff.create();
        SDVariable logits = graph.var("logits", DataType.DOUBLE, 4, 5);
        SDVariable targets = graph.placeHolder("targets", DataType.DOUBLE, -1, 5);

        assertThatThrownBy(() -> new ClassWeighted(Focal.YOLOV5, WEIGHTS).of(logits, targets))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there are 3 class weights for 5 classes in 'targets'");
    }

    @Test
    void no_classes_at_all_are_too_few() {
        SameDiff graph = SameDiff.create();
        SDVariable logits = graph.var("logits", DataType.DOUBLE, 4, 3);
        SDVariable targets = graph.placeHolder("targets", DataType.DOUBLE, -1, 0);

        assertThatThrownBy(() -> new ClassWeighted(Focal.YOLOV5, WEIGHTS).of(logits, targets))
                .hasMessage("there are 3 class weights for 0 classes in 'targets'");
    }

    @Test
    void classes_that_are_not_known_before_the_graph_runs_are_not_counted() {
        SameDiff graph = SameDiff.create();
        SDVariable logits = graph.placeHolder("logits", DataType.FLOAT, -1, 3);
        SDVariable open = graph.placeHolder("open", DataType.FLOAT, -1, -1);
        SDVariable anything = graph.placeHolder("anything", DataType.FLOAT, (long[]) null);
        SDVariable result = open.mul(0.5);
        ClassWeighted loss = new ClassWeighted(Focal.YOLOV5, WEIGHTS);

        assertThatCode(() -> {
                    loss.of(logits, open);
                    loss.of(logits, anything);
                    loss.of(logits, result);
                })
                .doesNotThrowAnyException();
        assertThat(graph.variables()).extracting(SDVariable::dataType).containsOnly(DataType.FLOAT);
    }

    @Test
    void no_weights_are_refused() {
        assertThatThrownBy(() -> new ClassWeighted(Focal.YOLOV5, List.of()))
                .hasMessage("weights must be at least one, got none");
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE"})
    void saturated_scores_are_finite(DataType type) throws IOException {
        NpzArchive arrays = GoldenFolder.shipped("losses")
                .cases(golden -> golden.name().equals("score/saturated"))
                .get(0)
                .arrays();
        List<Double> seven = List.of(0.0, 1e-3, 0.5, 1.0, 2.0, 10.0, 1e3);
        double[][] logits = Rows.of(arrays.array("logits"));
        double[][] targets = Rows.of(arrays.array("target"));

        losses().forEach(base -> LossRun.of(new ClassWeighted(base, seven)::of, logits, targets, type)
                .assertFinite());
    }
}
