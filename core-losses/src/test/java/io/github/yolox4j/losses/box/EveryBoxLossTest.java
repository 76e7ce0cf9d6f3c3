package io.github.yolox4j.losses.box;

import static io.github.yolox4j.conformance.TensorAssertions.assertThatTensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.losses.CentralDifferences;
import io.github.yolox4j.losses.FrozenDetached;
import io.github.yolox4j.losses.LossEntry;
import io.github.yolox4j.losses.LossRun;
import io.github.yolox4j.losses.Rows;
import io.github.yolox4j.testkit.Closeness;
import io.github.yolox4j.testkit.GoldenCase;
import io.github.yolox4j.testkit.GoldenFolder;
import io.github.yolox4j.testkit.NpzArchive;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** What every listed loss owes, alone and wrapped. */
class EveryBoxLossTest {

    private static final double[][] AWKWARD = RandomBoxes.seeded(11).awkward(10_000);
    private static final double[][] AWKWARD_TARGET = RandomBoxes.seeded(12).awkward(10_000);

    @ParameterizedTest
    @MethodSource("losses")
    void ties_points_lines_and_far_boxes_are_finite(String text) {
        BoxLoss loss = BoxLosses.parse(text);

        LossRun.of(loss::of, AWKWARD, AWKWARD_TARGET, DataType.DOUBLE).assertFinite();
        LossRun.of(loss::of, AWKWARD, AWKWARD_TARGET, DataType.FLOAT).assertFinite();
    }

    @ParameterizedTest
    @MethodSource("losses")
    void corner_cases_are_finite(String text) throws IOException {
        BoxLoss loss = BoxLosses.parse(text);
        List<GoldenCase> cases =
                GoldenFolder.shipped("losses").cases(golden -> golden.kind().equals("box_corner"));
        assertThat(cases).hasSize(2);
        for (GoldenCase golden : cases) {
            NpzArchive arrays = golden.arrays();
            double[][] predicted = Rows.of(arrays.array("pred"));
            double[][] target = Rows.of(arrays.array("target"));

            LossRun.of(loss::of, predicted, target, DataType.DOUBLE).assertFinite();
            LossRun.of(loss::of, predicted, target, DataType.FLOAT).assertFinite();
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void identical_boxes_cost_nothing_and_are_at_rest(String text) {
        BoxLoss loss = BoxLosses.parse(text);
        double[][] boxes = RandomBoxes.seeded(7).rows(64);

        LossRun run = LossRun.of(loss::of, boxes, boxes, DataType.DOUBLE);

        for (int i = 0; i < boxes.length; i++) {
            assertThat(run.values()[i]).isCloseTo(0, within(1e-6));
            assertThat(run.gradient()[i]).containsExactly(new double[4], within(1e-6));
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void gradient_agrees_with_central_differences(String text) {
        BoxLoss loss = BoxLosses.parse(text);
        RandomBoxes random = RandomBoxes.seeded(5);
        double[][] target = random.rows(50);
        double[][] predicted = random.near(target);
        FrozenDetached function = new FrozenDetached(loss::of, target, predicted);

        double[][] differences = CentralDifferences.of(function::at, predicted);

        assertThatTensor(
                        LossRun.of(loss::of, predicted, target, DataType.DOUBLE).gradient())
                .isCloseTo(differences, Closeness.ofRows(1e-6));
    }

    static Stream<String> losses() {
        Stream<String> listed = BoxLosses.REGISTRY.entries().stream().map(LossEntry::expression);
        Stream<String> wrapped = BoxLosses.REGISTRY.modifiers().stream()
                .flatMap(modifier -> bases().map(base -> modifier + "(" + base + ")"));
        return Stream.of(listed, wrapped, Stream.of("focal(alpha(inner(focaler(siou))))", "wise_v3(inner_shape_iou)"))
                .flatMap(texts -> texts);
    }

    private static Stream<String> bases() {
        return BoxLosses.REGISTRY.names().stream().filter(name -> BoxLosses.parse(name) instanceof OverlapLoss);
    }
}
