package io.github.yolox4j.losses.box;

import static io.github.yolox4j.conformance.TensorAssertions.assertThatTensor;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.losses.CentralDifferences;
import io.github.yolox4j.losses.LossEntry;
import io.github.yolox4j.losses.LossExpression;
import io.github.yolox4j.losses.LossRun;
import io.github.yolox4j.losses.box.geometry.BoxPolicy;
import io.github.yolox4j.testkit.Closeness;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Every loss against its formula in plain arithmetic, {@link PaperLoss}: its value, and which parts its gradient
 * leaves out.
 */
class BoxLossFormulaTest {

    /** Beside one another in every direction, one inside the other, apart, and askew. */
    private static final double[][] PREDICTED = {
        {52, 47, 30, 40}, {45, 55, 25, 50}, {50, 50, 10, 15}, {48, 51, 60, 90}, {95, 52, 20, 30}, {10, 120, 44, 21}
    };

    private static final double[][] TARGET = {
        {50, 50, 20, 45}, {50, 50, 20, 45}, {52, 49, 30, 40}, {50, 50, 20, 45}, {50, 50, 30, 40}, {50, 50, 30, 40}
    };

    /** Far above what an eps of at most 1e-7 adds to areas above 100. */
    private static final double TOLERANCE = 1e-8;

    /** At parameters of which none is 0 or 1. */
    static List<String> examples() {
        return List.of(
                "iou",
                "squared_iou",
                "giou",
                "diou",
                "ciou",
                "ciou:mmdetection",
                "eiou",
                "piou",
                "wiou_v1",
                "l1",
                "log_iou(eps=0.2)",
                "inverse_power_iou(alpha=2.5)",
                "bounded_iou(beta=0.3, eps=0.5)",
                "siou(theta=3)",
                "shape_iou(scale=0.7)",
                "mpdiou(width=300, height=200)",
                "piou2(lambda=1.7)",
                "undetached_piou2(lambda=1.7)",
                "nwd(constant=30, eps=0.5)",
                "wiou_v2(gamma=0.7)",
                "wiou_v3(alpha=1.9, delta=3)",
                "smooth_l1(beta=6)",
                "focal(ciou, gamma=0.7)",
                "undetached_focal(giou, gamma=0.7)",
                "alpha(eiou, alpha=2.5)",
                "alpha(giou, alpha=2.5)",
                "inner(giou, ratio=0.6)",
                "inner(diou, ratio=1.3)",
                "focaler(diou, low=0.2, high=0.5)",
                "focaler(inner(giou, ratio=0.6), low=0.2, high=0.5)",
                "wise_v2(giou, gamma=0.7)",
                "wise_v3(giou, alpha=1.9, delta=3)");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void every_pair_costs_what_the_formula_says(String text) {
        BoxLoss loss = BoxLosses.parse(text);
        double[] expected = IntStream.range(0, TARGET.length)
                .mapToDouble(i -> PaperLoss.value(written(loss), new PlainPair(PREDICTED[i], TARGET[i])))
                .toArray();

        assertThatTensor(LossRun.values(loss::of, PREDICTED, TARGET))
                .as("loss")
                .isCloseTo(expected, Closeness.ofNumbers(TOLERANCE));
    }

    @Test
    void every_listed_loss_has_its_example_here() {
        List<String> names = examples().stream()
                .map(example -> LossExpression.parse(example).name())
                .toList();

        assertThat(names).containsAll(BoxLosses.REGISTRY.names()).containsAll(BoxLosses.REGISTRY.modifiers());
    }

    /**
     * The gradient is that of the formula in which what the paper holds constant keeps its value at the prediction. A
     * wrong {@code stop_gradient}, one too many or one too few, makes the two differ.
     */
    @ParameterizedTest
    @MethodSource("allLosses")
    void the_gradient_leaves_out_what_the_paper_holds_constant_and_nothing_else(String text) {
        BoxLoss loss = BoxLosses.parse(text);
        RandomBoxes random = RandomBoxes.seeded(21);
        double[][] target = random.large(24);
        double[][] predicted = random.askew(target);

        double[][] differences = CentralDifferences.of(
                moved -> IntStream.range(0, moved.length)
                        .mapToDouble(i -> new PaperLoss(
                                        new PlainPair(moved[i], target[i]), new PlainPair(predicted[i], target[i]))
                                .of(written(loss)))
                        .toArray(),
                predicted);

        double[][] gradient =
                LossRun.of(loss::of, predicted, target, DataType.DOUBLE).gradient();
        assertThatTensor(perSide(gradient)).isCloseTo(perSide(differences), Closeness.ofRows(1e-6));
    }

    /**
     * The change along a typical side instead of a pixel, of which even a cubed aspect's is far above the tolerance.
     */
    private static double[][] perSide(double[][] gradient) {
        return Arrays.stream(gradient)
                .map(row -> Arrays.stream(row).map(number -> 80 * number).toArray())
                .toArray(double[][]::new);
    }

    /**
     * As listed, at other parameters, under each policy where that has a say, and each modifier around each loss it
     * takes.
     */
    static List<String> allLosses() {
        Stream<String> listed = BoxLosses.REGISTRY.entries().stream().map(LossEntry::expression);
        Stream<String> policies = BoxPolicy.KNOWN.stream().map(policy -> "ciou:" + policy.name());
        Stream<String> wrapped = BoxLosses.REGISTRY.modifiers().stream()
                .flatMap(modifier -> BoxLosses.REGISTRY.names().stream()
                        .filter(name -> BoxLosses.parse(name) instanceof OverlapLoss)
                        .map(name -> modifier + "(" + name + ")"));
        Stream<String> nested = Stream.of(
                "focal(ciou):mmdetection",
                "focal(alpha(inner(focaler(ciou))))",
                "wise_v3(inner(ciou))",
                "alpha(alpha(ciou))",
                "undetached_focal(alpha(ciou))");
        return Stream.of(listed, examples().stream(), policies, wrapped, nested)
                .flatMap(texts -> texts)
                .distinct()
                .toList();
    }

    /** With all parameters, and the policy at the loss that it concerns. */
    private static LossExpression written(BoxLoss loss) {
        LossExpression whole = LossExpression.parse(loss.toString());
        return whole.policy().isPresent() ? under(whole, whole.policy().get()) : whole;
    }

    private static LossExpression under(LossExpression loss, String policy) {
        List<LossExpression> operands =
                loss.operands().stream().map(operand -> under(operand, policy)).toList();
        return new LossExpression(loss.name(), operands, loss.settings(), Optional.of(policy));
    }
}
