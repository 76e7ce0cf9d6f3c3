package io.github.yolox4j.train.optim;

import static io.github.yolox4j.train.optim.TwoParameters.BIAS;
import static io.github.yolox4j.train.optim.TwoParameters.CONV;
import static io.github.yolox4j.train.optim.TwoParameters.gradients;
import static io.github.yolox4j.train.optim.TwoParameters.ones;
import static io.github.yolox4j.train.optim.TwoParameters.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.model.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class OptimizerStateTest {

    static List<Optimizer.Settings> settings() {
        return List.of(new Sgd.Settings(0.9, 0.1), new AdamW.Settings(0.8, 0.95, 1e-3, 0.1));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void a_restored_optimiser_goes_on_as_the_one_that_was_saved(Optimizer.Settings settings) {
        Weights weights = ones();
        Optimizer first = settings.over(weights);
        first.step(gradients(2), 0.01);
        first.step(gradients(-1), 0.02);

        Weights copy = weights.copy(DataType.DOUBLE);
        Optimizer second = settings.over(copy);
        second.restore(first.state());
        first.step(gradients(0.5), 0.03);
        second.step(gradients(0.5), 0.03);

        assertThat(second.state().steps()).isEqualTo(first.state().steps());
        for (var spec : List.of(CONV, BIAS)) {
            assertThat(value(copy, spec)).isEqualTo(value(weights, spec));
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void a_state_holds_as_many_arrays_of_each_trained_parameter_as_is_promised(Optimizer.Settings settings) {
        OptimizerState ofAll = settings.over(ones()).state();
        OptimizerState ofConv = settings.over(Freeze.of("a.bias").of(ones())).state();

        assertThat(ofAll.optimizer()).isEqualTo(settings.optimizer());
        assertThat(ofAll.arrays()).hasSize(2 * settings.memory());
        assertThat(ofConv.arrays()).hasSize(settings.memory());
        assertThat(ofConv.arrays().keySet()).allMatch(name -> name.endsWith(".a.weight"));
    }

    @Test
    void states_are_named_by_kind_and_parameter() {
        assertThat(settings().get(0).over(ones()).state().arrays())
                .containsOnlyKeys("velocity.a.weight", "velocity.a.bias");
        assertThat(settings().get(1).over(ones()).state().arrays())
                .containsOnlyKeys("mean.a.weight", "mean.a.bias", "square.a.weight", "square.a.bias");
    }

    @Test
    void a_state_of_another_optimiser_or_of_other_parameters_is_refused() {
        Optimizer sgd = settings().get(0).over(ones());
        Optimizer adam = settings().get(1).over(ones());
        assertThatThrownBy(() -> sgd.restore(adam.state()))
                .hasMessage("the state belongs to adamw, the optimiser is sgd");

        Map<String, INDArray> fewer = new LinkedHashMap<>(sgd.state().arrays());
        INDArray taken = fewer.remove("velocity.a.bias");
        fewer.put("velocity.b.bias", taken);
        assertThatThrownBy(() -> sgd.restore(new OptimizerState("sgd", 0, fewer)))
                .hasMessage(
                        "the optimiser's state and the trained parameters differ: [velocity.a.bias, velocity.b.bias]");
    }
}
