package io.github.yolox4j.losses.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.yolox4j.losses.LossState;
import io.github.yolox4j.losses.Refusal;
import io.github.yolox4j.losses.box.geometry.BoxPairs;
import io.github.yolox4j.losses.box.geometry.BoxPolicy;
import io.github.yolox4j.losses.box.geometry.Guard;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The bounds of what a loss, a policy and the running mean are made with: themselves allowed, and what lies just
 * beyond refused.
 */
class BoxLossParametersTest {

    private static final double LEAST = Double.MIN_VALUE;
    private static final double INFINITY = Double.POSITIVE_INFINITY;

    static Stream<Refusal> refusals() {
        return Stream.of(
                        List.of(
                                new Refusal(() -> new Siou(0), positive("theta", 0)),
                                new Refusal(() -> new Siou(INFINITY), positive("theta", INFINITY)),
                                new Refusal(() -> new Siou(Double.NaN), positive("theta", Double.NaN)),
                                new Refusal(() -> new Mpdiou(0, 640), positive("width", 0)),
                                new Refusal(() -> new Mpdiou(640, 0), positive("height", 0)),
                                new Refusal(() -> new Piou2(0, true), positive("lambda", 0)),
                                new Refusal(() -> new Nwd(0, 1e-12), positive("constant", 0)),
                                new Refusal(() -> new Alpha(IouFamily.IOU, 0), positive("alpha", 0)),
                                new Refusal(() -> new Inner(IouFamily.IOU, 0), positive("ratio", 0))),
                        List.of(
                                new Refusal(() -> new ShapeIou(-LEAST), notNegative("scale", -LEAST)),
                                new Refusal(() -> new ShapeIou(INFINITY), notNegative("scale", INFINITY)),
                                new Refusal(() -> new ShapeIou(Double.NaN), notNegative("scale", Double.NaN)),
                                new Refusal(() -> new SmoothL1(-1), notNegative("beta", -1)),
                                new Refusal(() -> new BoundedIou(-1, 1e-3), notNegative("beta", -1)),
                                new Refusal(() -> new Focal(IouFamily.IOU, -1, true), notNegative("gamma", -1)),
                                new Refusal(() -> new Wise.Monotonic(-1), notNegative("gamma", -1))),
                        List.of(
                                new Refusal(() -> new LogIou(1), eps(1)),
                                new Refusal(() -> new LogIou(9e-19), eps(9e-19)),
                                new Refusal(() -> new BoundedIou(0, 0), eps(0)),
                                new Refusal(() -> new Nwd(1, 0), eps(0)),
                                new Refusal(
                                        () -> new InversePowerIou(Math.nextDown(1.0)),
                                        "alpha must be at least 1 and finite: 0.9999999999999999"),
                                new Refusal(
                                        () -> new InversePowerIou(INFINITY),
                                        "alpha must be at least 1 and finite: Infinity"),
                                new Refusal(() -> new Wise.Dynamic(1, 3), "alpha must be above 1 and finite: 1.0"),
                                new Refusal(
                                        () -> new Wise.Dynamic(INFINITY, 3),
                                        "alpha must be above 1 and finite: Infinity"),
                                new Refusal(() -> new Wise.Dynamic(2, 0), positive("delta", 0))),
                        List.of(
                                new Refusal(
                                        () -> focaler(-LEAST, 1),
                                        "need 0 <= low < high <= 1, got low -4.9E-324 and high 1.0"),
                                new Refusal(
                                        () -> focaler(0.5, 0.5), "need 0 <= low < high <= 1, got low 0.5 and high 0.5"),
                                new Refusal(
                                        () -> focaler(0, Math.nextUp(1.0)),
                                        "need 0 <= low < high <= 1, got low 0.0 and high 1.0000000000000002")),
                        List.of(
                                new Refusal(() -> policy(1, 0), "heightEps must be at least 0 and below 1: 1.0"),
                                new Refusal(
                                        () -> policy(0, -LEAST),
                                        "areaHeightEps must be at least 0 and below 1: -4.9E-324"),
                                new Refusal(() -> gate(1), "aspectGate must be in [0, 1): 1.0"),
                                new Refusal(() -> gate(-LEAST), "aspectGate must be in [0, 1): -4.9E-324"),
                                new Refusal(() -> state(1, -LEAST), "momentum must be in [0, 1]: -4.9E-324"),
                                new Refusal(
                                        () -> state(1, Math.nextUp(1.0)),
                                        "momentum must be in [0, 1]: 1.0000000000000002"),
                                new Refusal(
                                        () -> state(1, 0.01).after(new double[] {0.5, -0.0011}),
                                        "1 - IoU must be in [0, 1]: -0.0011"),
                                new Refusal(
                                        () -> state(1, 0.01).after(new double[] {1.0011}),
                                        "1 - IoU must be in [0, 1]: 1.0011"),
                                new Refusal(
                                        () -> new BoxLoss.UnderPolicy(
                                                new BoxLoss.UnderPolicy(IouFamily.CIOU, BoxPolicy.PAPER),
                                                BoxPolicy.YOLOX),
                                        "a loss has one policy, got ciou:paper under yolox")))
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
                    new Siou(LEAST);
                    new ShapeIou(0);
                    new SmoothL1(0);
                    new LogIou(1e-18);
                    new InversePowerIou(1);
                    new Wise.Monotonic(0);
                    new Wise.Dynamic(Math.nextUp(1.0), LEAST);
                    focaler(0, 1);
                    gate(0);
                    policy(0, 0);
                    state(1, 0);
                    state(LEAST, 1);
                })
                .doesNotThrowAnyException();
    }

    @Test
    void nothing_may_be_missing() {
        check("policy", () -> new BoxLoss.UnderPolicy(IouFamily.CIOU, null));
        check("policy", () -> BoxPairs.ofCenters(boxes(), boxes(), null));
        check("focusing", () -> new Wise(IouFamily.CIOU, null));
        check("placement", () -> new Guard(null, 1e-7));
        check("union", () -> BoxPolicy.YOLOV5.withUnion(null));
        check("hull", () -> BoxPolicy.YOLOV5.withHull(null));
        check("diagonal", () -> BoxPolicy.YOLOV5.withDiagonal(null));
    }

    private static void check(String missing, ThrowingCallable making) {
        assertThatNullPointerException().isThrownBy(making).withMessage(missing);
    }

    private static SDVariable boxes() {
        return SameDiff.create().placeHolder("boxes", DataType.FLOAT, -1, 4);
    }

    /** Shares that a float has rounded beyond 0 and 1 count as they are; the mean stays within its own bounds. */
    @Test
    void a_running_mean_takes_rounded_shares_and_keeps_its_bounds() {
        LossState last = state(0.5, 1);

        assertThat(last.after(new double[] {-1e-3, 0.201}).value()).isEqualTo(0.1);
        assertThat(last.after(new double[] {-1e-3}).value()).isEqualTo(1e-6);
        assertThat(last.after(new double[] {1 + 1e-3}).value()).isEqualTo(1);
    }

    private static Focaler focaler(double low, double high) {
        return new Focaler(IouFamily.IOU, low, high);
    }

    private static BoxPolicy policy(double inAspect, double inAreas) {
        return BoxPolicy.YOLOV5.withHeights(new BoxPolicy.HeightEps(inAspect, inAreas));
    }

    private static BoxPolicy gate(double iou) {
        return BoxPolicy.YOLOV5.withAspectWeight(
                BoxPolicy.AspectWeight.ungated(1e-7).above(iou));
    }

    private static LossState state(double value, double momentum) {
        return new LossState(value, momentum, 1e-6);
    }

    private static String positive(String name, double value) {
        return name + " must be positive and finite: " + value;
    }

    private static String notNegative(String name, double value) {
        return name + " must be finite and not negative: " + value;
    }

    private static String eps(double value) {
        return "eps must be at least 1.0E-18 and below 1: " + value;
    }
}
