package io.github.yolox4j.losses.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoxPolicyTest {

    private static final Guard GUARD = Guard.added(1e-7);

    @ParameterizedTest
    @ValueSource(doubles = {0, -1e-7, 1e-30, 1, Double.NaN})
    void an_eps_that_guards_nothing_is_refused(double eps) {
        assertThatThrownBy(() -> Guard.floor(eps))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("eps must be at least 1.0E-18 and below 1: " + eps);
        assertThatThrownBy(() -> new BoxPolicy("mine", GUARD, GUARD, GUARD, 0, eps, BoxPolicy.NO_GATE))
                .hasMessage("aspectEps must be at least 1.0E-18 and below 1: " + eps);
    }

    @Test
    void a_guard_is_made_by_the_name_of_its_form() {
        assertThat(Guard.added(1e-7)).isEqualTo(new Guard(Guard.Placement.ADDED, 1e-7));
        assertThat(Guard.floor(1e-7)).isEqualTo(new Guard(Guard.Placement.FLOOR, 1e-7));
    }

    @Test
    void a_negative_height_eps_is_refused() {
        assertThatThrownBy(() -> new BoxPolicy("mine", GUARD, GUARD, GUARD, -1, 1e-7, BoxPolicy.NO_GATE))
                .hasMessage("heightEps must be at least 0 and below 1: -1.0");
    }

    @Test
    void a_gate_outside_the_range_of_iou_is_refused() {
        assertThatThrownBy(() -> new BoxPolicy("mine", GUARD, GUARD, GUARD, 0, 1e-7, 1.5))
                .hasMessage("aspectGate must be NO_GATE or in [0, 1): 1.5");
    }

    @Test
    void a_name_that_cannot_follow_a_colon_is_refused() {
        assertThatThrownBy(() -> new BoxPolicy("my policy", GUARD, GUARD, GUARD, 0, 1e-7, BoxPolicy.NO_GATE))
                .hasMessage("a policy's name must be lower-case letters, digits and _: 'my policy'");
    }
}
