package io.github.yolox4j.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.testkit.GoldenFolder;
import io.github.yolox4j.testkit.SplitMix64;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.common.util.ArrayUtil;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class WeightsTest {

    private static final YoloxConfig NANO =
            YoloxConfig.of(YoloxConfig.Size.NANO).withClasses(3);

    @Test
    void names_and_shapes_stand_in_the_order_of_the_reference_state_dict() {
        Weights weights = new Yolox(NANO).initialise(DataType.FLOAT, 1);
        assertThat(weights.specs().stream()
                        .filter(spec -> spec.kind().isTrainable())
                        .map(WeightsTest::describe))
                .containsExactlyElementsOf(described("grad/"));
        // The golden file leaves out the larger weights here; what it holds fixes the place of the running statistics.
        List<String> afterOneStep = described("after1/");
        assertThat(weights.specs().stream().map(WeightsTest::describe).filter(afterOneStep::contains))
                .containsExactlyElementsOf(afterOneStep);
    }

    @Test
    void a_value_in_the_references_layout_comes_back_unchanged() {
        Weights weights = new Yolox(NANO).initialise(DataType.FLOAT, 1);
        SplitMix64 random = new SplitMix64(2);
        for (ParameterSpec spec : weights.specs()) {
            long[] shape = spec.referenceShape();
            double[] numbers = random.doubles((int) ArrayUtil.prodLong(shape));
            INDArray value = Nd4j.createFromArray(numbers).reshape(shape).castTo(DataType.FLOAT);
            weights.setReference(spec.name(), value);
            assertThat(weights.reference(spec.name())).as(spec.name()).isEqualTo(value);
        }
    }

    @Test
    void the_same_seed_draws_the_same_numbers_within_the_references_bounds() {
        Weights weights = new Yolox(NANO).initialise(DataType.FLOAT, 7);
        String stem = "backbone.backbone.stem.conv.conv.weight";
        assertThat(weights.value(stem))
                .isEqualTo(new Yolox(NANO).initialise(DataType.FLOAT, 7).value(stem));
        assertThat(weights.value(stem))
                .isNotEqualTo(new Yolox(NANO).initialise(DataType.FLOAT, 8).value(stem));
        assertThat(weights.value(stem).amaxNumber().doubleValue()).isBetween(0.9 / Math.sqrt(108), 1 / Math.sqrt(108));
        assertThat(weights.value("head.obj_preds.1.bias").getDouble(0)).isEqualTo(-Math.log(99), within(1e-6));
    }

    @Test
    void a_wrong_shape_names_parameter_and_both_shapes() {
        Weights weights = new Yolox(NANO).initialise(DataType.FLOAT, 1);
        assertThatThrownBy(() -> weights.setReference("head.cls_preds.0.bias", Nd4j.zeros(DataType.FLOAT, 80)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("head.cls_preds.0.bias: expected shape [3], found [80]");
    }

    /** Name and shape of the arrays of the reference's training step whose key starts so, in its order. */
    private static List<String> described(String prefix) {
        return GoldenFolder.shipped("detector")
                .cases(golden -> golden.name().equals("train/nano_96_l1"))
                .get(0)
                .description()
                .get("arrays")
                .properties()
                .stream()
                .filter(array -> array.getKey().startsWith(prefix))
                .map(array -> array.getKey().substring(prefix.length()) + " "
                        + array.getValue().get("shape"))
                .toList();
    }

    private static String describe(ParameterSpec spec) {
        return spec.name() + " " + Arrays.toString(spec.referenceShape()).replace(" ", "");
    }
}
