package io.github.yolox4j.losses.box;

import static io.github.yolox4j.conformance.TensorAssertions.assertThatTensor;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.losses.LossExpression;
import io.github.yolox4j.losses.LossRun;
import io.github.yolox4j.testkit.Closeness;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every loss against its formula in plain arithmetic, at parameters of which none is 0 or 1. */
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

    record Case(String loss, ToDoubleFunction<PlainPair> formula) {

        @Override
        public String toString() {
            return loss;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(plain(), withParameters(), modified()).flatMap(List::stream);
    }

    private static List<Case> plain() {
        return List.of(
                new Case("iou", b -> 1 - b.iou()),
                new Case("squared_iou", b -> 1 - b.iou() * b.iou()),
                new Case("giou", BoxLossFormulaTest::giou),
                new Case("diou", BoxLossFormulaTest::diou),
                new Case("ciou", BoxLossFormulaTest::ciou),
                new Case("ciou:mmdetection", b -> b.iou() > 0.5 ? ciou(b) : diou(b)),
                new Case("eiou", b -> diou(b) + sizes(b, x -> x)),
                new Case("piou", BoxLossFormulaTest::piou),
                new Case("wiou_v1", BoxLossFormulaTest::wiou),
                new Case("l1", b -> distances(b, d -> d)));
    }

    private static List<Case> withParameters() {
        return List.of(
                new Case("log_iou(eps=0.2)", b -> -Math.log(Math.max(b.iou(), 0.2))),
                new Case("inverse_power_iou(alpha=2.5)", b -> Math.pow(1 - b.iou(), 2.5)),
                new Case("bounded_iou(beta=0.3, eps=0.5)", BoxLossFormulaTest::boundedIou),
                new Case("siou(theta=3)", b -> 1 - b.iou() + (sidewardDistance(b) + shapeCost(b, 3, 1, 1)) / 2),
                new Case("shape_iou(scale=0.7)", BoxLossFormulaTest::shapeIou),
                new Case(
                        "mpdiou(width=300, height=200)",
                        b -> 1 - b.iou() + b.cornerDistances() / (300 * 300 + 200 * 200)),
                new Case("piou2(lambda=1.7)", BoxLossFormulaTest::piou2),
                new Case("undetached_piou2(lambda=1.7)", BoxLossFormulaTest::piou2),
                new Case("nwd(constant=30, eps=0.5)", BoxLossFormulaTest::nwd),
                new Case("wiou_v2(gamma=0.7)", b -> Math.pow(1 - b.iou(), 0.7) * wiou(b)),
                new Case("wiou_v3(alpha=1.9, delta=3)", b -> ordinary(1 - b.iou()) * wiou(b)),
                new Case("smooth_l1(beta=6)", b -> distances(b, d -> smooth(d, 6))));
    }

    private static List<Case> modified() {
        return List.of(
                new Case("focal(ciou, gamma=0.7)", b -> Math.pow(b.iou(), 0.7) * ciou(b)),
                new Case("undetached_focal(giou, gamma=0.7)", b -> Math.pow(b.iou(), 0.7) * giou(b)),
                new Case(
                        "alpha(eiou, alpha=2.5)",
                        b -> 1
                                - Math.pow(b.iou(), 2.5)
                                + Math.pow(b.rho2() / b.c2(), 2.5)
                                + sizes(b, x -> Math.pow(x, 2.5))),
                new Case("alpha(giou, alpha=2.5)", b -> 1 - Math.pow(b.iou(), 2.5) + Math.pow(b.emptyShare(), 2.5)),
                new Case("inner(giou, ratio=0.6)", b -> giou(b) + b.iou() - b.iou(0.6)),
                new Case("inner(diou, ratio=1.3)", b -> diou(b) + b.iou() - b.iou(1.3)),
                new Case("focaler(diou, low=0.2, high=0.5)", b -> diou(b) + b.iou() - stretched(b.iou(), 0.2, 0.5)),
                new Case(
                        "focaler(inner(giou, ratio=0.6), low=0.2, high=0.5)",
                        b -> giou(b) + b.iou() - stretched(b.iou(0.6), 0.2, 0.5)),
                new Case("wise_v2(giou, gamma=0.7)", b -> Math.pow(1 - b.iou(), 0.7) * giou(b)),
                new Case("wise_v3(giou, alpha=1.9, delta=3)", b -> ordinary(1 - b.iou()) * giou(b)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void every_pair_costs_what_the_formula_says(Case example) {
        double[] expected = new double[PREDICTED.length];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = example.formula().applyAsDouble(new PlainPair(PREDICTED[i], TARGET[i]));
        }

        assertThatTensor(LossRun.values(BoxLosses.parse(example.loss())::of, PREDICTED, TARGET))
                .as("loss")
                .isCloseTo(expected, Closeness.ofNumbers(TOLERANCE));
    }

    @Test
    void every_listed_loss_has_its_formula_here() {
        List<String> names = cases().map(
                        example -> LossExpression.parse(example.loss()).name())
                .toList();

        assertThat(names).containsAll(BoxLosses.names()).containsAll(BoxLosses.modifiers());
    }

    private static double giou(PlainPair b) {
        return 1 - b.iou() + b.emptyShare();
    }

    private static double diou(PlainPair b) {
        return 1 - b.iou() + b.rho2() / b.c2();
    }

    private static double ciou(PlainPair b) {
        return diou(b) + b.v() * b.v() / (1 - b.iou() + b.v());
    }

    private static double sizes(PlainPair b, DoubleUnaryOperator of) {
        return of.applyAsDouble(Math.pow((b.w() - b.wg()) / b.hullWidth(), 2))
                + of.applyAsDouble(Math.pow((b.h() - b.hg()) / b.hullHeight(), 2));
    }

    private static double piou(PlainPair b) {
        return 2 - b.iou() - Math.exp(-b.edgeDistance() * b.edgeDistance());
    }

    private static double piou2(PlainPair b) {
        double x = 1.7 * Math.exp(-b.edgeDistance());
        return 3 * x * Math.exp(-x * x) * piou(b);
    }

    private static double wiou(PlainPair b) {
        return Math.exp(b.rho2() / b.c2()) * (1 - b.iou());
    }

    /** Wise-IoU v3's weight of an outlierness, with 1.9 and 3. */
    private static double ordinary(double outlierness) {
        return outlierness / (3 * Math.pow(1.9, outlierness - 3));
    }

    private static double nwd(PlainPair b) {
        double sizes = Math.pow(b.w() - b.wg(), 2) + Math.pow(b.h() - b.hg(), 2);
        return 1 - Math.exp(-Math.sqrt(b.rho2() + sizes / 4 + 0.5) / 30);
    }

    private static double distances(PlainPair b, DoubleUnaryOperator of) {
        return Arrays.stream(new double[] {b.dx(), b.dy(), b.w() - b.wg(), b.h() - b.hg()})
                .map(Math::abs)
                .map(of)
                .sum();
    }

    private static double smooth(double d, double beta) {
        return d < beta ? d * d / (2 * beta) : d - beta / 2;
    }

    private static double boundedIou(PlainPair b) {
        return smooth(1 - bestAtOffset(b.dx(), b.wg()), 0.3)
                + smooth(1 - bestAtOffset(b.dy(), b.hg()), 0.3)
                + smooth(1 - Math.min(b.wg() / (b.w() + 0.5), b.w() / (b.wg() + 0.5)), 0.3)
                + smooth(1 - Math.min(b.hg() / (b.h() + 0.5), b.h() / (b.hg() + 0.5)), 0.3);
    }

    private static double bestAtOffset(double offset, double side) {
        double shift = 2 * Math.abs(offset);
        return Math.max((side - shift) / (side + shift + 0.5), 0);
    }

    /** The distance cost of SIoU. */
    private static double sidewardDistance(PlainPair b) {
        double gamma = 2 - 2 * Math.abs(b.dx() * b.dy()) / b.rho2();
        return 2
                - Math.exp(-gamma * Math.pow(b.dx() / b.hullWidth(), 2))
                - Math.exp(-gamma * Math.pow(b.dy() / b.hullHeight(), 2));
    }

    private static double shapeCost(PlainPair b, double theta, double widthWeight, double heightWeight) {
        double width = widthWeight * Math.abs(b.w() - b.wg()) / Math.max(b.w(), b.wg());
        double height = heightWeight * Math.abs(b.h() - b.hg()) / Math.max(b.h(), b.hg());
        return Math.pow(1 - Math.exp(-width), theta) + Math.pow(1 - Math.exp(-height), theta);
    }

    private static double shapeIou(PlainPair b) {
        double sum = Math.pow(b.wg(), 0.7) + Math.pow(b.hg(), 0.7);
        double ww = 2 * Math.pow(b.wg(), 0.7) / sum;
        double hh = 2 * Math.pow(b.hg(), 0.7) / sum;
        double distance = (hh * b.dx() * b.dx() + ww * b.dy() * b.dy()) / b.c2();
        return 1 - b.iou() + distance + shapeCost(b, 4, hh, ww) / 2;
    }

    private static double stretched(double overlap, double low, double high) {
        return Math.min(Math.max((overlap - low) / (high - low), 0), 1);
    }
}
