package io.github.yolox4j.losses.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.losses.box.geometry.BoxPolicy;
import io.github.yolox4j.losses.box.geometry.BoxPolicy.AspectWeight;
import io.github.yolox4j.losses.box.geometry.BoxPolicy.HeightEps;
import io.github.yolox4j.losses.box.geometry.Guard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoxPolicyTest {

    @ParameterizedTest
    @ValueSource(doubles = {0, -1e-7, 1e-30, 1, Double.NaN})
    void an_eps_that_guards_nothing_is_refused(double eps) {
        assertThatThrownBy(() -> Guard.floor(eps))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("eps must be at least 1.0E-18 and below 1: " + eps);
        assertThatThrownBy(() -> AspectWeight.ungated(eps))
                .hasMessage("aspectEps must be at least 1.0E-18 and below 1: " + eps);
    }

    @Test
    void a_guard_is_made_by_the_name_of_its_form() {
        assertThat(Guard.added(1e-7)).isEqualTo(new Guard(Guard.Placement.ADDED, 1e-7));
        assertThat(Guard.floor(1e-7)).isEqualTo(new Guard(Guard.Placement.FLOOR, 1e-7));
    }

    @Test
    void a_negative_height_eps_is_refused() {
        assertThatThrownBy(() -> new HeightEps(-1, 0)).hasMessage("heightEps must be at least 0 and below 1: -1.0");
    }

    @Test
    void a_gate_outside_the_range_of_iou_is_refused() {
        assertThatThrownBy(() -> AspectWeight.ungated(1e-7).above(1.5)).hasMessage("aspectGate must be in [0, 1): 1.5");
    }

    @Test
    void a_name_that_cannot_follow_a_colon_is_refused() {
        assertThatThrownBy(() -> BoxPolicy.added("my policy", 1e-7))
                .hasMessage("a policy's name must be lower-case letters, digits and _: 'my policy'");
    }

    /** The eps of each: union, hull, diagonal, heights in the aspect, heights in areas, the aspect's weight. */
    @ParameterizedTest
    @CsvSource({
        "yolox, ADDED, 1e-16, FLOOR, 1e-16, ADDED, 1e-16, 0, 0, 1e-16, -1",
        "yolov5, ADDED, 1e-7, ADDED, 1e-7, ADDED, 1e-7, 0, 0, 1e-7, -1",
        "torchvision, ADDED, 1e-7, ADDED, 1e-7, ADDED, 1e-7, 0, 0, 1e-7, -1",
        "mmdetection, ADDED, 1e-7, ADDED, 1e-7, ADDED, 1e-7, 1e-7, 0, 1e-16, 0.5",
        "mmdetection_overlaps, FLOOR, 1e-6, FLOOR, 1e-6, ADDED, 1e-6, 0, 0, 1e-6, -1",
        "yolov6, ADDED, 1e-7, ADDED, 1e-7, ADDED, 1e-7, 1e-7, 1e-7, 1e-7, -1",
        "alpha_iou, ADDED, 1e-9, ADDED, 1e-9, ADDED, 1e-9, 0, 0, 1e-9, -1",
        "paper, ADDED, 1e-16, ADDED, 1e-16, ADDED, 1e-16, 0, 0, 1e-16, -1",
    })
    void every_known_policy_has_the_numbers_of_its_implementation(ArgumentsAccessor numbers) {
        BoxPolicy policy = BoxPolicy.parse(numbers.getString(0));

        assertThat(policy.union()).isEqualTo(guard(numbers, 1));
        assertThat(policy.hull()).isEqualTo(guard(numbers, 3));
        assertThat(policy.diagonal()).isEqualTo(guard(numbers, 5));
        assertThat(policy.heights()).isEqualTo(new HeightEps(numbers.getDouble(7), numbers.getDouble(8)));
        assertThat(policy.aspectWeight().eps()).isEqualTo(numbers.getDouble(9));
        assertThat(policy.aspectWeight().gate().orElse(-1)).isEqualTo(numbers.getDouble(10));
    }

    @Test
    void a_policy_of_one_s_own_differs_where_it_says_so() {
        BoxPolicy mine = BoxPolicy.added("mine", 1e-7).withDiagonal(Guard.floor(1e-5));

        assertThat(mine.diagonal()).isEqualTo(Guard.floor(1e-5));
        assertThat(mine.withDiagonal(Guard.added(1e-7))).isEqualTo(BoxPolicy.YOLOV5.named("mine"));
    }

    private static Guard guard(ArgumentsAccessor numbers, int at) {
        return new Guard(Guard.Placement.valueOf(numbers.getString(at)), numbers.getDouble(at + 1));
    }
}
