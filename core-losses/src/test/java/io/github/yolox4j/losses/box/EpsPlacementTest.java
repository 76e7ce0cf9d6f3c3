package io.github.yolox4j.losses.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.losses.LossRun;
import io.github.yolox4j.losses.box.geometry.BoxPairs;
import io.github.yolox4j.losses.box.geometry.BoxPolicy;
import io.github.yolox4j.losses.box.geometry.Guard;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Where a policy's eps goes, with one so large that it shows. Intersection 2, union 5, hull 5 of width and height 2.5
 * and 2.
 */
class EpsPlacementTest {

    private static final double[][] PREDICTED = {{1, 1, 2, 2}};
    private static final double[][] TARGET = {{1.75, 1, 1.5, 2}};

    private static final Guard NONE = Guard.added(1e-18);
    private static final Guard LARGE = Guard.added(0.75);
    private static final Guard FLOOR = Guard.floor(0.75);

    @Test
    void the_union_s_eps_is_in_the_iou() {
        assertThat(value(policy(LARGE, NONE, NONE), BoxPairs::iou)).isCloseTo(2 / 5.75, within(1e-12));
        assertThat(value(policy(FLOOR, NONE, NONE), BoxPairs::iou)).isCloseTo(2 / 5.0, within(1e-12));
    }

    @Test
    void a_floor_takes_the_place_of_what_is_smaller() {
        BoxPolicy policy = policy(FLOOR, NONE, NONE);
        double[] values = LossRun.values(
                (p, t) -> BoxPairs.ofCenters(p, t, policy).iou(),
                new double[][] {{0, 0, 1, 0.5}},
                new double[][] {{0, 0, 1, 0.5}});

        assertThat(values[0]).isCloseTo(0.5 / 0.75, within(1e-12));
    }

    @Test
    void the_hull_s_eps_is_in_the_empty_share() {
        double[][] above = {{1.75, 2, 1.5, 2}}; // hull 7.5, union 6
        double[] values = LossRun.values(
                (p, t) -> BoxPairs.ofCenters(p, t, policy(NONE, LARGE, NONE)).emptyShare(), PREDICTED, above);

        assertThat(values[0]).isCloseTo(1.5 / 8.25, within(1e-12));
    }

    @Test
    void the_diagonal_s_eps_is_in_the_distance_of_centres() {
        double squaredDiagonal = 2.5 * 2.5 + 2 * 2;

        assertThat(value(policy(NONE, NONE, LARGE), pairs -> pairs.centerDistance()
                        .value()))
                .isCloseTo(0.75 * 0.75 / (squaredDiagonal + 0.75), within(1e-12));
    }

    @Test
    void an_eps_on_heights_is_in_the_aspect_alone() {
        BoxPolicy policy = BoxPolicy.added("mine", 1e-18).withHeights(new BoxPolicy.HeightEps(0.75, 0));
        double angle = Math.atan(1.5 / 2.75) - Math.atan(2 / 2.75);

        assertThat(value(policy, BoxPairs::aspect)).isCloseTo(4 / (Math.PI * Math.PI) * angle * angle, within(1e-12));
        assertThat(value(policy, BoxPairs::union)).isCloseTo(5, within(1e-12));
    }

    @Test
    void an_eps_on_heights_of_areas_is_in_them_and_in_the_change_of_heights() {
        BoxPolicy policy = BoxPolicy.added("mine", 1e-18).withHeights(new BoxPolicy.HeightEps(0, 0.75));
        double angle = Math.atan(1.5 / 2) - Math.atan(2.0 / 2);

        assertThat(value(policy, BoxPairs::union)).isCloseTo(2 * 2.75 + 1.5 * 2.75 - 2, within(1e-12));
        assertThat(value(policy, BoxPairs::aspect)).isCloseTo(4 / (Math.PI * Math.PI) * angle * angle, within(1e-12));
        double[] change = LossRun.values(
                (p, t) -> BoxPairs.ofCenters(p, t, policy).heightChange(), PREDICTED, new double[][] {{1.75, 1, 1.5, 1}
                });
        assertThat(change[0]).isCloseTo(1 / 2.75, within(1e-9));
    }

    /** With sides of some hundredths the eps of 1e-9 shows: above the line, and below it in the denominator's power. */
    @Test
    void alpha_s_eps_is_inside_of_each_power_and_beside_that_of_a_denominator() {
        double offset = 0.01;
        double side = 0.02;
        double iou = 1 / 3.0; // overlap 0.01 x 0.02 of twice 0.02 x 0.02
        double squaredDiagonal = 0.03 * 0.03 + side * side;
        double share = offset * offset / squaredDiagonal;
        double cubed = Math.pow(squaredDiagonal, 3);
        BoxLoss loss = new Alpha(IouFamily.DIOU, 3).under(policy(NONE, NONE, NONE));

        double[] values =
                LossRun.values(loss::of, new double[][] {{offset, 0, side, side}}, new double[][] {{0, 0, side, side}});

        assertThat(values[0])
                .isCloseTo(
                        1 - Math.pow(iou + 1e-9, 3) + Math.pow(share + 1e-9, 3) * cubed / (cubed + 1e-9),
                        within(1e-12));
    }

    /** With sides of a millionth the 1e-7 on the offsets shows; at just that offset only the 1e-16 is left. */
    @Test
    void siou_s_eps_is_on_its_offsets_and_on_the_squares_below_the_line() {
        double side = 1e-6;
        BoxLoss loss = Siou.YOLOV6.under(policy(NONE, NONE, NONE));
        double angle = 2 * 1e-14 / (2 * 1e-14 + 1e-16);
        double near = Math.exp((angle - 2) * 1e-14 / (side * side + 1e-16));
        double[][] boxes = {{0, 0, side, side}};

        assertThat(LossRun.values(loss::of, boxes, boxes)[0]).isCloseTo((2 - 2 * near) / 2, within(2e-6));
        LossRun.of(loss::of, new double[][] {{1e-7, 1e-7, side, side}}, boxes, DataType.DOUBLE)
                .assertFinite();
    }

    private static double value(BoxPolicy policy, Function<BoxPairs, SDVariable> quantity) {
        return LossRun.values((p, t) -> quantity.apply(BoxPairs.ofCenters(p, t, policy)), PREDICTED, TARGET)[0];
    }

    private static BoxPolicy policy(Guard union, Guard hull, Guard diagonal) {
        return BoxPolicy.added("mine", 1e-18).withUnion(union).withHull(hull).withDiagonal(diagonal);
    }
}
