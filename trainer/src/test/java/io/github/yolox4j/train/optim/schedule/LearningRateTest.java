package io.github.yolox4j.train.optim.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.testkit.GoldenCase;
import io.github.yolox4j.testkit.GoldenFolder;
import io.github.yolox4j.train.golden.TrainingKinds;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LearningRateTest {

    private static final TrainingLength LENGTH = new TrainingLength(10, 40);

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void every_iteration_has_the_rate_of_the_reference(GoldenCase golden) {
        TrainingKinds.all().run(golden).requirePassed();
    }

    @Test
    void there_are_four_cases() {
        assertThat(cases()).hasSize(4);
    }

    static Stream<GoldenCase> cases() {
        return GoldenFolder.shipped("detector").cases(c -> c.kind().equals("lr_schedule")).stream();
    }

    @Test
    void without_warm_up_the_first_rate_is_the_base_rate() {
        assertThat(new YoloxWarmCos(0, 0, 0, 0.05).at(0.01, LENGTH, 0)).isEqualTo(0.01);
        assertThat(new WarmCos(0, 0).at(0.01, LENGTH, 0)).isEqualTo(0.01);
    }

    @Test
    void a_run_of_only_warm_up_and_constant_epochs_has_no_cosine() {
        YoloxWarmCos schedule = new YoloxWarmCos(25, 0, 15, 0.05);
        assertThat(schedule.at(1, LENGTH, 250)).isEqualTo(1);
        assertThat(schedule.at(1, LENGTH, 251)).isEqualTo(0.05);
        assertThat(new YoloxWarmCos(0, 0, 40, 0.05).at(1, LENGTH, 0)).isEqualTo(0.05);
        assertThat(new WarmCos(40, 0).at(1, LENGTH, 400)).isEqualTo(1);
    }

    @Test
    void a_warm_up_leads_from_its_start_to_the_base_rate() {
        YoloxWarmCos quadratic = new YoloxWarmCos(4, 0.2, 15, 0.05); // 40 iterations of warm-up
        assertThat(quadratic.at(1, LENGTH, 0)).isEqualTo(0.2);
        assertThat(quadratic.at(1, LENGTH, 20)).isEqualTo(0.2 + 0.8 / 4, within(1e-15));
        assertThat(quadratic.at(1, LENGTH, 40)).isEqualTo(1);
        WarmCos linear = new WarmCos(4, 0.2);
        assertThat(linear.at(1, LENGTH, 0)).isEqualTo(0.2);
        assertThat(linear.at(1, LENGTH, 20)).isEqualTo(0.2 + 0.8 / 2, within(1e-15));
        assertThat(linear.at(1, LENGTH, 40)).isEqualTo(1);
    }

    @Test
    void the_middle_of_a_cosine_is_half_way() {
        assertThat(new Cos().at(0.4, LENGTH, 200)).isEqualTo(0.2, within(1e-15));
        assertThat(new Cos().at(0.4, LENGTH, 400)).isZero();
        assertThat(new Cos().at(0.4, LENGTH, 1000)).isZero();
        assertThat(new WarmCos(4, 0).at(0.4, LENGTH, 40 + 180)).isEqualTo(0.2, within(1e-15));
        YoloxWarmCos schedule = new YoloxWarmCos(4, 0, 16, 0.5); // 40 of warm-up, 200 of cosine, 160 constant
        assertThat(schedule.at(0.4, LENGTH, 40 + 100)).isEqualTo(0.3, within(1e-15));
        assertThat(schedule.at(0.4, LENGTH, 240)).isEqualTo(0.2);
        assertThat(schedule.at(0.4, LENGTH, 1000)).isEqualTo(0.2);
    }

    @Test
    void a_milestone_is_the_first_iteration_of_its_epoch() {
        MultiStep schedule = new MultiStep(List.of(1, 3), 0.5);
        assertThat(schedule.at(0.4, LENGTH, 9)).isEqualTo(0.4);
        assertThat(schedule.at(0.4, LENGTH, 10)).isEqualTo(0.2);
        assertThat(schedule.at(0.4, LENGTH, 29)).isEqualTo(0.2);
        assertThat(schedule.at(0.4, LENGTH, 30)).isEqualTo(0.1);
        assertThat(new MultiStep(List.of(), 0.5).at(0.4, LENGTH, 399)).isEqualTo(0.4);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 5, 10, 25, 50, 60})
    void runs_shorter_than_their_phases_still_have_a_rate(long iteration) {
        TrainingLength brief = new TrainingLength(10, 5); // warm-up alone takes 5 epochs
        assertThat(YoloxWarmCos.DEFAULT.at(0.01, brief, iteration)).isBetween(0.0, 0.01);
        assertThat(WarmCos.DEFAULT.at(0.01, brief, iteration)).isBetween(0.0, 0.01);
    }

    @Test
    void names_are_parsed() {
        assertThat(LearningRate.parse("yoloxwarmcos")).isEqualTo(new YoloxWarmCos(5, 0, 15, 0.05));
        assertThat(LearningRate.parse("warmcos")).isEqualTo(new WarmCos(5, 1e-6));
        assertThat(LearningRate.parse("cos")).isEqualTo(new Cos());
        assertThat(LearningRate.parse("multistep:20, 30")).isEqualTo(new MultiStep(List.of(20, 30), 0.1));
    }

    @Test
    void an_unknown_name_lists_the_known_ones() {
        assertThatThrownBy(() -> LearningRate.parse("cosine"))
                .hasMessage("unknown learning-rate schedule 'cosine'; valid are yoloxwarmcos, warmcos, cos,"
                        + " multistep:EPOCH,EPOCH,...");
        assertThatThrownBy(() -> LearningRate.parse("multistep")).hasMessageContaining("multistep:200,250");
        assertThatThrownBy(() -> LearningRate.parse("multistep:2,x"))
                .hasMessage("'x' in 'multistep:2,x' is not an epoch");
    }

    @Test
    void wrong_parameters_are_refused_with_their_value() {
        assertThatThrownBy(() -> new YoloxWarmCos(-1, 0, 15, 0.05))
                .hasMessage("warmupEpochs must be at least 0, got -1");
        for (double start : new double[] {-0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new YoloxWarmCos(5, start, 15, 0.05))
                    .hasMessage("warmupStart must be a rate of at least 0, got " + start);
            assertThatThrownBy(() -> new WarmCos(5, start)).hasMessageContaining("got " + start);
        }
        assertThatThrownBy(() -> new YoloxWarmCos(5, 0, -1, 0.05))
                .hasMessage("constantEpochs must be at least 0, got -1");
        for (double share : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> new YoloxWarmCos(5, 0, 15, share))
                    .hasMessage("finalShare must lie in [0, 1], got " + share);
        }
        for (List<Integer> milestones : List.of(List.of(30, 20), List.of(20, 20), List.of(0, 20))) {
            assertThatThrownBy(() -> new MultiStep(milestones, 0.1))
                    .hasMessage("milestones must be rising epochs from 1 on, got " + milestones);
        }
        for (double factor : new double[] {0, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> new MultiStep(List.of(20), factor))
                    .hasMessage("factor must lie in (0, 1], got " + factor);
        }
        assertThatThrownBy(() -> new TrainingLength(0, 40)).hasMessageContaining("got 0 and 40");
        assertThatThrownBy(() -> new TrainingLength(10, 0)).hasMessageContaining("got 10 and 0");
    }

    @Test
    void parameters_at_their_bounds_are_accepted() {
        TrainingLength shortest = new TrainingLength(1, 1);
        assertThat(shortest.iterations()).isEqualTo(1);
        assertThat(new YoloxWarmCos(0, 0, 0, 0).at(1, shortest, 1)).isZero();
        assertThat(new YoloxWarmCos(0, 0, 0, 1).at(1, shortest, 1)).isEqualTo(1);
        assertThat(new MultiStep(List.of(1), 1).at(1, shortest, 1)).isEqualTo(1);
    }
}
