package io.github.yolox4j.losses;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.losses.box.BoxLosses;
import io.github.yolox4j.losses.score.ScoreLosses;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Who runs a training step outside SameDiff needs a rule for each kind of operator: these lists grow only on purpose.
 */
class OperatorsTest {

    private static final Set<String> FORWARD = Set.of(
            "abs",
            "add",
            "add_scalar",
            "atan",
            "divide",
            "exp",
            "log",
            "mul_scalar",
            "multiply",
            "neg",
            "reduce_sum",
            "relu",
            "rsub_scalar",
            "sigmoid",
            "sign",
            "square",
            "stop_gradient",
            "sub_scalar",
            "subtract",
            "unstack");

    private static final Set<String> BACKWARD = Set.of(
            "_powderivative",
            "add_bp",
            "divide_bp",
            "multiply_bp",
            "rdiv_scalar",
            "reduce_sum_bp",
            "sigmoid_bp",
            "stack",
            "subtract_bp",
            "thresholdedrelu_bp",
            "zeroslike");

    @ParameterizedTest
    @MethodSource("boxLosses")
    void a_box_loss_and_its_gradient_use_only_these_operators(String name) {
        check(BoxLosses.parse(name)::of);
    }

    static Stream<String> boxLosses() {
        return Stream.concat(
                BoxLosses.REGISTRY.entries().stream().map(LossEntry::expression),
                Stream.of("giou:yolox", "ciou:yolox", "ciou:mmdetection", "siou:yolov5", "focal(alpha(inner_siou))"));
    }

    @ParameterizedTest
    @MethodSource("scoreLosses")
    void a_score_loss_and_its_gradient_use_only_these_operators(String name) {
        check(ScoreLosses.parse(name)::of);
    }

    static Stream<String> scoreLosses() {
        return Stream.concat(
                ScoreLosses.REGISTRY.names().stream(),
                Stream.of(
                        "bce(positive_weight=2, smoothing=0.1)",
                        "asymmetric(clip=0, eps=0, detach_weight=false)",
                        "varifocal(iou_weighted=false)",
                        "class_weighted(focal, weights=[1, 2, 3, 4])"));
    }

    private static void check(BinaryOperator<SDVariable> loss) {
        SameDiff graph = SameDiff.create();
        SDVariable prediction = graph.var("prediction", DataType.FLOAT, 8, 4);
        SDVariable target = graph.placeHolder("target", DataType.FLOAT, -1, 4);
        loss.apply(prediction, target).sum().markAsLoss();
        graph.createGradFunction();

        assertThat(operators(graph)).isNotEmpty().isSubsetOf(FORWARD);
        assertThat(operators(graph.getFunction("grad")))
                .isSubsetOf(Stream.concat(FORWARD.stream(), BACKWARD.stream()).toList());
    }

    private static Set<String> operators(SameDiff graph) {
        return graph.getOps().values().stream()
                .map(node -> node.getOp().opName())
                .collect(Collectors.toSet());
    }
}
