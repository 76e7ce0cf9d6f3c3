package io.github.yolox4j.bench.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CentresTest {

    @Test
    void the_list_is_what_the_generator_draws() {
        assertThat(Centres.listed()).hasSize(Centres.LISTED).isEqualTo(Centres.drawn(Centres.LISTED));
    }

    @Test
    void other_numbers_of_centres_come_from_the_generator() {
        assertThat(Centres.of(5000)).hasSize(5000).isEqualTo(Centres.drawn(5000));
    }

    @Test
    void centres_fill_the_disc_evenly() {
        double inHalfTheRadius = Centres.of(5000).stream()
                .filter(centre -> Math.hypot(centre.x(), centre.y()) < 1.5)
                .count();

        assertThat(Centres.of(5000)).allMatch(centre -> Math.hypot(centre.x(), centre.y()) <= 3);
        assertThat(inHalfTheRadius / 5000).isBetween(0.23, 0.27); // a quarter of the area
    }
}
