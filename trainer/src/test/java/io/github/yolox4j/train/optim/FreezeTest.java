package io.github.yolox4j.train.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.weights.ParameterSpec;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.train.assign.TargetObject;
import io.github.yolox4j.train.engine.SameDiffEngine;
import io.github.yolox4j.train.engine.StepGradients;
import io.github.yolox4j.train.task.yolox.YoloxTask;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class FreezeTest {

    private static final YoloxConfig MODEL = new YoloxConfig("small", 0.33, 0.125, false, 2);
    private static final AnchorGrid INPUT = new AnchorGrid(32, 64);
    private static final List<List<TargetObject>> OBJECTS =
            List.of(List.of(new TargetObject(1, 30, 16, 20, 24)), List.of());

    private final Weights weights = new Yolox(MODEL).initialise(DataType.FLOAT, 1);

    @ParameterizedTest
    @CsvSource({
        "backbone.**,                    backbone.C3_p4.conv1.bn.running_var, true",
        "backbone.**,                    head.stems.0.conv.weight,            false",
        "backbone.*,                     backbone.C3_p4.conv1.bn.weight,      false",
        "head.*.0.*.weight,              head.stems.0.conv.weight,            true",
        "head.*.0.*.weight,              head.stems.1.conv.weight,            false",
        "**.bn.*,                        head.stems.1.bn.bias,                true",
        "**.bn.*,                        head.stems.1.conv.weight,            false",
        "head.cls_preds.?.bias,          head.cls_preds.2.bias,               true",
        "head.cls_preds.2.bias,          head.cls_preds.2.bias,               true",
        "head.cls_preds.2.bias,          head-cls_preds.2.bias,               false",
    })
    void a_pattern_matches_parts_of_dotted_names(String pattern, String name, boolean matches) {
        assertThat(Freeze.matches(pattern, name)).isEqualTo(matches);
    }

    @Test
    void steps_leave_what_is_frozen_and_its_average_exactly_as_it_was() {
        Weights frozen = Freeze.of("backbone.**", "head.stems.*.bn.*").of(weights);
        Weights before = weights.copy(DataType.FLOAT);
        Sgd sgd = new Sgd(frozen, 0.9, 0.1);
        MovingAverage average = new MovingAverage(frozen, new EmaDecay(0.9, 1), 0);
        try (SameDiffEngine engine = engine(frozen)) {
            for (int i = 0; i < 3; i++) {
                StepGradients step = engine.step(images(), OBJECTS, 1);
                assertThat(step.gradients().keySet()).noneMatch(name -> name.startsWith("backbone."));
                RunningStatistics.update(frozen, step.statistics());
                sgd.step(step.gradients(), 0.01);
                average.update(frozen);
            }
        }
        for (ParameterSpec spec : weights.specs()) {
            String name = spec.name();
            boolean stays = name.startsWith("backbone.") || name.matches("head\\.stems\\.\\d\\.bn\\..*");
            assertThat(frozen.isFrozen(name)).as(name).isEqualTo(stays);
            if (stays) {
                assertThat(numbers(weights, name)).as(name).isEqualTo(numbers(before, name));
                assertThat(numbers(average.weights(), name))
                        .as("average of " + name)
                        .isEqualTo(numbers(before, name));
            } else if (spec.kind().isDecayed() || !spec.kind().isTrainable()) { // others may have no gradient here
                assertThat(numbers(weights, name)).as(name).isNotEqualTo(numbers(before, name));
            }
        }
    }

    private static float[] numbers(Weights of, String name) {
        return of.value(name).dup('c').data().asFloat();
    }

    @Test
    void freezing_weights_leaves_every_other_gradient_as_it_was() {
        Map<String, float[]> all = gradients(weights);
        Map<String, float[]> others = gradients(Freeze.of("**.conv.weight").of(weights));

        assertThat(others).hasSizeBetween(1, all.size() - 1);
        others.forEach((name, gradient) -> assertThat(gradient).as(name).isEqualTo(all.get(name)));
        assertThat(all.keySet().stream().filter(name -> !others.containsKey(name)))
                .allMatch(name -> name.endsWith(".conv.weight"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"backbon.**", "backbone"})
    void a_pattern_that_matches_nothing_is_refused_with_the_nearest_names(String pattern) {
        assertThatThrownBy(() -> Freeze.of("head.**", pattern).of(weights))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "no parameter of the network matches '" + pattern + "'; nearest are backbone.**, ");
    }

    @Test
    void freezing_all_or_half_of_the_statistics_is_refused() {
        assertThatThrownBy(() -> Freeze.of("**").of(weights))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("nothing to train: ** freezes every parameter");
        Weights half = Freeze.of("**.running_mean").of(weights);
        assertThatThrownBy(() -> engine(half))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("running_mean and running_var of backbone.backbone.stem.conv.bn must be frozen together");
    }

    private static SameDiffEngine engine(Weights of) {
        return new SameDiffEngine(YoloxTask.of(MODEL), of, INPUT, OBJECTS.size());
    }

    private static Map<String, float[]> gradients(Weights of) {
        Map<String, float[]> gradients = new LinkedHashMap<>();
        try (SameDiffEngine engine = engine(of)) {
            Map<String, INDArray> found = engine.step(images(), OBJECTS, 1).gradients();
            for (ParameterSpec spec : of.specs()) {
                if (of.isTrained(spec)) {
                    gradients.put(
                            spec.name(), found.get(spec.name()).dup('c').data().asFloat());
                }
            }
            assertThat(gradients.keySet()).isEqualTo(found.keySet());
        }
        return gradients;
    }

    private static float[] images() {
        float[] images = new float[OBJECTS.size() * 3 * INPUT.height() * INPUT.width()];
        for (int i = 0; i < images.length; i++) {
            images[i] = (i * 37) % 256;
        }
        return images;
    }
}
