package io.github.yolox4j.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.InferredConfig;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.weights.file.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class StateDictTest {

    private static final YoloxConfig SMALL = new YoloxConfig("custom", 1 / 3.0, 0.125, true, 3);

    @TempDir
    private Path folder;

    @Test
    void a_network_goes_through_a_safetensors_file_unchanged() throws IOException {
        Weights written = fresh(SMALL, 1);
        Path file = folder.resolve("small.safetensors");
        Safetensors.write(file, StateDict.of("small", written));

        StateDict read = Safetensors.read(file);
        Weights loaded = fresh(InferredConfig.of(read), 2);
        LoadReport report = loaded.load(read);

        assertThat(read.names()).isEqualTo(written.names());
        assertThat(report.isComplete()).isTrue();
        assertThat(report.loaded()).isEqualTo(written.names());
        assertThat(report).hasToString(file + ": " + written.names().size() + " arrays loaded");
        assertThat(loaded.values()).isEqualTo(written.values());
    }

    @Test
    void another_number_of_classes_loads_all_but_the_class_predictions_and_says_so() {
        Weights target = fresh(SMALL.withClasses(5), 2);
        Weights before = target.copy(DataType.FLOAT);
        StateDict source = StateDict.of("three.pth", fresh(SMALL, 1));

        LoadReport report = target.load(source);

        assertThat(report.kept())
                .containsExactly(
                        "head.cls_preds.0.weight",
                        "head.cls_preds.0.bias",
                        "head.cls_preds.1.weight",
                        "head.cls_preds.1.bias",
                        "head.cls_preds.2.weight",
                        "head.cls_preds.2.bias");
        assertThat(report.toString())
                .isEqualTo(
                        "three.pth: " + (target.names().size() - 6) + " arrays loaded; it has 3 classes, so these start"
                                + " from random values: " + String.join(", ", report.kept()));
        for (String name : target.names()) {
            INDArray expected = report.kept().contains(name)
                    ? before.reference(name)
                    : source.tensor(name).orElseThrow();
            assertThat(target.reference(name)).as(name).isEqualTo(expected);
        }
    }

    @Test
    void rows_of_classes_that_both_have_come_by_name_and_the_others_stay() {
        ClassRows classes = new ClassRows(List.of("dog", "cow", "car"), List.of("person", "car", "bus", "dog", "tree"));
        Weights target = fresh(SMALL.withClasses(5), 2);
        Weights before = target.copy(DataType.FLOAT);
        StateDict source = StateDict.of("three.pth", fresh(SMALL, 1));

        LoadReport report = target.load(source, classes);

        assertThat(report)
                .hasToString(
                        "three.pth: " + (target.names().size() - 6) + " arrays loaded; class layers: 2 of 5 classes"
                                + " taken from the weights by name (car, dog); the others start from random values");
        for (String name : target.names()) {
            INDArray expected = source.tensor(name).orElseThrow();
            if (name.startsWith("head.cls_preds.")) {
                float[] numbers = before.reference(name).data().asFloat();
                float[] file = expected.data().asFloat();
                int row = file.length / 3;
                System.arraycopy(file, 2 * row, numbers, row, row); // car
                System.arraycopy(file, 0, numbers, 3 * row, row); // dog
                assertThat(target.reference(name).data().asFloat()).as(name).isEqualTo(numbers);
                assertThat(report.kept()).contains(name);
            } else {
                assertThat(target.reference(name)).as(name).isEqualTo(expected);
            }
        }
    }

    @Test
    void the_same_classes_in_another_order_change_places() {
        ClassRows classes = new ClassRows(List.of("dog", "cow", "car"), List.of("car", "dog", "cow"));
        StateDict source = StateDict.of("three.pth", fresh(SMALL, 1));
        Weights target = fresh(SMALL, 2);

        LoadReport report = target.load(source, classes);

        assertThat(report.isComplete()).isTrue();
        assertThat(report)
                .hasToString("three.pth: " + target.names().size() + " arrays loaded; class layers: 3 of 3 classes"
                        + " taken from the weights by name (car, dog, cow)");
        for (int level = 0; level < 3; level++) {
            String bias = "head.cls_preds." + level + ".weight";
            INDArray file = source.tensor(bias).orElseThrow();
            int[] rows = {2, 0, 1};
            for (int i = 0; i < rows.length; i++) {
                assertThat(target.reference(bias).slice(i)).as(bias + " " + i).isEqualTo(file.slice(rows[i]));
            }
        }
    }

    @Test
    void without_a_common_name_all_class_rows_stay_and_equal_names_load_all() {
        StateDict source = StateDict.of("three.pth", fresh(SMALL, 1));
        Weights target = fresh(SMALL, 2);
        INDArray before = target.reference("head.cls_preds.1.weight");
        List<String> names = List.of("dog", "cow", "car");

        assertThat(target.load(source, new ClassRows(names, List.of("a", "b", "c")))
                        .toString())
                .endsWith("; class layers: 0 of 3 classes taken from the weights by name; the others start from random"
                        + " values");
        assertThat(target.reference("head.cls_preds.1.weight")).isEqualTo(before);

        assertThat(target.load(source, new ClassRows(names, names)))
                .hasToString("three.pth: " + target.names().size() + " arrays loaded");
        assertThat(target.values()).isEqualTo(fresh(SMALL, 1).values());
    }

    @Test
    void names_that_are_not_as_many_as_the_files_classes_change_nothing() {
        Weights target = fresh(SMALL, 2);
        assertThatThrownBy(() -> target.load(
                        StateDict.of("three.pth", fresh(SMALL, 1)),
                        new ClassRows(List.of("dog", "cow"), List.of("a", "b", "c"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("three.pth is trained for 3 classes, 2 are named: [dog, cow]");
        assertThat(target.values()).isEqualTo(fresh(SMALL, 2).values());
    }

    @Test
    void any_other_mismatch_lists_every_name_with_both_shapes_and_changes_nothing() {
        Weights target = fresh(SMALL, 2);
        Weights before = target.copy(DataType.FLOAT);
        Map<String, INDArray> tensors =
                new LinkedHashMap<>(StateDict.of("", fresh(SMALL, 1)).tensors());
        tensors.remove("backbone.backbone.dark3.0.dconv.bn.bias");
        tensors.put("backbone.lateral_conv0.conv.weight", Nd4j.zeros(DataType.FLOAT, 7, 5, 1, 1));
        tensors.put("head.cls_preds.1.bias", Nd4j.zeros(DataType.FLOAT, 9)); // unlike the other two
        tensors.put("head.extra", Nd4j.zeros(DataType.FLOAT, 2, 2));

        assertThatThrownBy(() -> target.load(StateDict.of("odd.pth", tensors)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("odd.pth: 4 arrays do not fit the network:"
                        + " backbone.backbone.dark3.0.dconv.bn.bias expected [16], found nothing;"
                        + " backbone.lateral_conv0.conv.weight expected [64, 128, 1, 1], found [7, 5, 1, 1];"
                        + " head.cls_preds.1.bias expected [3], found [9];"
                        + " head.extra unexpected, found [2, 2]");
        assertThat(target.values()).isEqualTo(before.values());
    }

    @Test
    void weights_of_a_file_that_fits_and_of_one_for_other_classes() {
        StateDict file = StateDict.of("three.pth", fresh(SMALL, 1));
        assertThat(new Yolox(SMALL).weightsOf(file, DataType.FLOAT).values())
                .isEqualTo(fresh(SMALL, 1).values());
        assertThatThrownBy(() -> new Yolox(SMALL.withClasses(5)).weightsOf(file, DataType.FLOAT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("three.pth: weights for 5 classes are expected, found 3");
    }

    /** Its few names say a network 20 times as wide as the largest. */
    @Test
    void a_small_file_does_not_make_a_huge_network() {
        StateDict file = StateDict.of(
                "huge.pth",
                Map.of(
                        "backbone.backbone.dark2.0.conv.weight", Nd4j.zeros(DataType.FLOAT, 1, 1, 1, 1),
                        "backbone.backbone.dark2.1.m.0.conv1.conv.weight", Nd4j.zeros(DataType.FLOAT, 1, 1, 1, 1),
                        "backbone.C3_n4.conv3.conv.weight", Nd4j.zeros(DataType.FLOAT, 20480, 1, 1, 1),
                        "head.cls_preds.0.weight", Nd4j.zeros(DataType.FLOAT, 3, 1, 1, 1)));
        Yolox huge = new Yolox(InferredConfig.of(file));
        assertThat(huge.config().width()).isEqualTo(20);
        assertThatThrownBy(() -> huge.weightsOf(file, DataType.FLOAT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("huge.pth: its names and shapes describe a network with more than 100000000 parameters,"
                        + " but it does not contain them");
    }

    @Test
    void the_step_counters_of_batch_norm_are_ignored() {
        Map<String, INDArray> tensors =
                new LinkedHashMap<>(StateDict.of("", fresh(SMALL, 1)).tensors());
        tensors.put("backbone.lateral_conv0.bn.num_batches_tracked", Nd4j.scalar(7L));
        assertThat(fresh(SMALL, 2).load(StateDict.of("counted", tensors)).isComplete())
                .isTrue();
    }

    /** Without the larger sizes, whose weights take seconds to draw. */
    @ParameterizedTest
    @EnumSource(names = {"NANO", "TINY", "S"})
    void the_size_is_read_off_names_and_shapes(YoloxConfig.Size size) {
        YoloxConfig config = YoloxConfig.of(size).withClasses(4);
        assertThat(InferredConfig.of(StateDict.of("", fresh(config, 1)))).isEqualTo(config);
    }

    @ParameterizedTest
    @CsvSource({"0.1, 0.125", "0.67, 0.13", "1, 0.0833", "1.33, 0.1"})
    void factors_of_ones_own_give_the_same_network(double depth, double width) {
        Weights own = fresh(new YoloxConfig("mine", depth, width, depth < 1, 2), 1);
        YoloxConfig inferred = InferredConfig.of(StateDict.of("", own));
        assertThat(inferred.name()).isEqualTo("custom");
        assertThat(fresh(inferred, 2).specs()).isEqualTo(own.specs());
    }

    @Test
    void darknet53_is_recognised() {
        StateDict darknet = StateDict.of(
                "yolov3.pth",
                Map.of(
                        "backbone.backbone.stem.0.conv.weight",
                        Nd4j.zeros(DataType.FLOAT, 32, 3, 3, 3),
                        "head.cls_preds.0.weight",
                        Nd4j.zeros(DataType.FLOAT, 7, 256, 1, 1)));
        assertThat(InferredConfig.of(darknet))
                .isEqualTo(YoloxConfig.of(YoloxConfig.Size.YOLOV3).withClasses(7));
    }

    @Test
    void weights_of_other_networks_are_named_as_such() {
        StateDict other = StateDict.of("resnet.pth", Map.of("fc.bias", Nd4j.zeros(DataType.FLOAT, 10)));
        assertThatThrownBy(() -> InferredConfig.of(other))
                .hasMessage("resnet.pth: not the weights of a YOLOX network: there is no"
                        + " backbone.backbone.dark2.0.conv.weight among its 1 arrays (the first is fc.bias)");
    }

    private static Weights fresh(YoloxConfig config, long seed) {
        return new Yolox(config).initialise(DataType.FLOAT, seed);
    }
}
