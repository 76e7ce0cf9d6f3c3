package io.github.yolox4j.losses.score;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.yolox4j.losses.Refusal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bounds of what a loss is made with: themselves allowed, and what lies just beyond refused. */
class ScoreLossParametersTest {

    private static final double BELOW_ZERO = -Double.MIN_VALUE;
    private static final double ABOVE_ONE = Math.nextUp(1.0);
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    static Stream<Refusal> refusals() {
        return Stream.of(
                        List.of(
                                new Refusal(() -> new Focal(BELOW_ZERO, 0.5), notNegative("gamma", BELOW_ZERO)),
                                new Refusal(() -> new Focal(INFINITY, 0.5), notNegative("gamma", INFINITY)),
                                new Refusal(() -> new Focal(Double.NaN, 0.5), notNegative("gamma", Double.NaN)),
                                new Refusal(() -> new Focal(2, BELOW_ZERO), share("alpha", BELOW_ZERO)),
                                new Refusal(() -> new Focal(2, ABOVE_ONE), share("alpha", ABOVE_ONE)),
                                new Refusal(() -> new Focal(2, Double.NaN), share("alpha", Double.NaN))),
                        List.of(
                                new Refusal(() -> new ExpFocal(2, ABOVE_ONE), share("alpha", ABOVE_ONE)),
                                new Refusal(
                                        () -> new BinaryCrossEntropy(INFINITY, 0),
                                        positive("positiveWeight", INFINITY)),
                                new Refusal(() -> new QualityFocal(-1, 0.5, 1), notNegative("gamma", -1)),
                                new Refusal(() -> new QualityFocal(2, ABOVE_ONE, 1), share("alpha", ABOVE_ONE)),
                                new Refusal(() -> new QualityFocal(2, 0.5, INFINITY), positive("scale", INFINITY)),
                                new Refusal(() -> new Varifocal(-1, 1, true), notNegative("gamma", -1)),
                                new Refusal(() -> new Varifocal(2, INFINITY, true), notNegative("alpha", INFINITY))),
                        List.of(
                                new Refusal(
                                        () -> new Poly1(INFINITY), "epsilon must be finite and at least -1: Infinity"),
                                new Refusal(
                                        () -> new Poly1Focal(-2, 2, 0.5),
                                        "epsilon must be finite and at least -1: -2.0"),
                                new Refusal(() -> new Poly1Focal(1, -1, 0.5), notNegative("gamma", -1)),
                                new Refusal(() -> new Poly1Focal(1, 2, ABOVE_ONE), share("alpha", ABOVE_ONE))),
                        List.of(
                                new Refusal(() -> asymmetric(-1, 1, 0.05, 0), notNegative("gammaNeg", -1)),
                                new Refusal(() -> asymmetric(4, -1, 0.05, 0), notNegative("gammaPos", -1)),
                                new Refusal(
                                        () -> asymmetric(4, 1, 9e-7, 0),
                                        "clip must be 0, or at least 1.0E-6 and below 1: 9.0E-7"),
                                new Refusal(
                                        () -> asymmetric(4, 1, 0.05, BELOW_ZERO),
                                        "eps must be at least 0 and below 1: " + BELOW_ZERO)))
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void what_lies_beyond_a_bound_is_refused(Refusal refusal) {
        refusal.check();
    }

    @Test
    void the_bounds_themselves_are_allowed() {
        assertThatCode(() -> {
                    new Focal(0, 0);
                    new Focal(0, 1);
                    new ExpFocal(0, 1);
                    new BinaryCrossEntropy(Double.MIN_VALUE, 1);
                    new QualityFocal(0, 1, Double.MIN_VALUE);
                    new Varifocal(0, 0, true);
                    new Poly1(-1);
                    new Poly1Focal(-1, 0, 1);
                    asymmetric(0, 0, 0, 0);
                    asymmetric(0, 0, 1e-6, 0);
                    new DistributionFocal(2);
                    new ClassWeighted(Focal.YOLOV5, List.of(0.0));
                })
                .doesNotThrowAnyException();
    }

    @Test
    void a_weighted_loss_is_not_missing() {
        assertThatNullPointerException()
                .isThrownBy(() -> new ClassWeighted(null, List.of(1.0)))
                .withMessage("base");
    }

    private static Asymmetric asymmetric(double negativeGamma, double positiveGamma, double clip, double eps) {
        return new Asymmetric(negativeGamma, positiveGamma, clip, eps, true);
    }

    private static String notNegative(String name, double value) {
        return name + " must be finite and not negative: " + value;
    }

    private static String positive(String name, double value) {
        return name + " must be positive and finite: " + value;
    }

    private static String share(String name, double value) {
        return name + " must be in [0, 1]: " + value;
    }
}
