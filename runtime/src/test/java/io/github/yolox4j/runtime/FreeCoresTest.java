package io.github.yolox4j.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreeCoresTest {

    private double time;
    private double notOthers;

    private FreeCores of(int most) {
        return new FreeCores(most, () -> time, () -> notOthers);
    }

    private void pass(double seconds, double freeCores) {
        time += seconds;
        notOthers += seconds * freeCores;
    }

    @ParameterizedTest
    @CsvSource({"2, 2.0, 2", "2, 1.6, 2", "2, 1.3, 1", "2, 0.1, 1", "8, 5.4, 4", "8, 7.2, 6", "64, 70, 64", "2, 40, 2"})
    void as_many_as_others_leave_and_at_least_one(int most, double free, int threads) {
        FreeCores cores = of(most);
        pass(1, free);
        assertThat(cores.threads()).isEqualTo(threads);
    }

    @Test
    void all_are_used_before_the_first_look_and_again_when_others_have_ended() {
        FreeCores cores = of(2);
        pass(0.1, 1);
        assertThat(cores.threads()).isEqualTo(2);
        pass(0.5, 1);
        assertThat(cores.threads()).isEqualTo(1);
        pass(0.3, 2);
        assertThat(cores.threads()).isEqualTo(1);
        pass(0.3, 2);
        assertThat(cores.threads()).isEqualTo(2);
    }

    @Test
    void what_this_process_computes_counts_as_free() throws InterruptedException {
        FreeCores cores = FreeCores.ofMachine(1);
        long end = System.nanoTime() + 700_000_000;
        double sum = 0;
        while (System.nanoTime() < end) {
            sum += Math.sqrt(sum + 1);
        }
        assertThat(sum).isPositive();
        assertThat(cores.threads()).isEqualTo(1);
    }
}
