package io.github.yolox4j.train.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.yolox4j.testkit.GoldenCase;
import io.github.yolox4j.testkit.GoldenFolder;
import java.io.IOException;
import java.util.ArrayList;
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
    void every_iteration_has_the_rate_of_the_reference(GoldenCase golden) throws IOException {
        JsonNode facts = golden.description();
        LearningRate schedule = schedule(facts.get("schedule").textValue(), facts.get("params"));
        TrainingLength length = new TrainingLength(
                facts.get("iters_per_epoch").intValue(), facts.get("epochs").intValue());
        double base = facts.get("base_lr").doubleValue();
        double[] iterations = golden.arrays().array("iteration").doubles();
        double[] rates = golden.arrays().array("lr").doubles();

        for (int n = 0; n < rates.length; n++) {
            assertThat(schedule.at(base, length, (long) iterations[n]))
                    .as("iteration %s", iterations[n])
                    .isEqualTo(rates[n], within(1e-12));
        }
    }

    @Test
    void there_are_four_cases() {
        assertThat(cases()).hasSize(4);
    }

    static Stream<GoldenCase> cases() {
        return GoldenFolder.shipped("detector").cases(c -> c.kind().equals("lr_schedule")).stream();
    }

    private static LearningRate schedule(String name, JsonNode params) {
        return switch (name) {
            case "yoloxwarmcos" -> new YoloxWarmCos(
                    params.get("warmup_epochs").intValue(),
                    params.get("warmup_lr_start").doubleValue(),
                    params.get("no_aug_epochs").intValue(),
                    params.get("min_lr_ratio").doubleValue());
            case "warmcos" -> new WarmCos(
                    params.get("warmup_epochs").intValue(),
                    params.get("warmup_lr_start").doubleValue());
            case "cos" -> new Cos();
            case "multistep" -> {
                List<Integer> milestones = new ArrayList<>();
                params.get("milestones").forEach(m -> milestones.add(m.intValue()));
                yield new MultiStep(milestones, params.get("gamma").doubleValue());
            }
            default -> throw new IllegalStateException("a case for an unknown schedule: " + name);
        };
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
        assertThat(LearningRates.parse("yoloxwarmcos")).isEqualTo(new YoloxWarmCos(5, 0, 15, 0.05));
        assertThat(LearningRates.parse("warmcos")).isEqualTo(new WarmCos(5, 1e-6));
        assertThat(LearningRates.parse("cos")).isEqualTo(new Cos());
        assertThat(LearningRates.parse("multistep:20, 30")).isEqualTo(new MultiStep(List.of(20, 30), 0.1));
    }

    @Test
    void an_unknown_name_lists_the_known_ones() {
        assertThatThrownBy(() -> LearningRates.parse("cosine"))
                .hasMessage("unknown learning-rate schedule 'cosine', know yoloxwarmcos, warmcos, cos,"
                        + " multistep:EPOCH,EPOCH,...");
        assertThatThrownBy(() -> LearningRates.parse("multistep")).hasMessageContaining("multistep:200,250");
        assertThatThrownBy(() -> LearningRates.parse("multistep:2,x"))
                .hasMessage("'x' in 'multistep:2,x' is not an epoch");
    }

    @Test
    void wrong_parameters_are_refused_with_their_value() {
        assertThatThrownBy(() -> new YoloxWarmCos(-1, 0, 15, 0.05)).hasMessageContaining("got -1");
        assertThatThrownBy(() -> new YoloxWarmCos(5, Double.NaN, 15, 0.05)).hasMessageContaining("got NaN");
        assertThatThrownBy(() -> new YoloxWarmCos(5, 0, 15, 5)).hasMessageContaining("finalShare");
        assertThatThrownBy(() -> new MultiStep(List.of(30, 20), 0.1)).hasMessageContaining("[30, 20]");
        assertThatThrownBy(() -> new TrainingLength(0, 40)).hasMessageContaining("got 0 and 40");
    }
}
