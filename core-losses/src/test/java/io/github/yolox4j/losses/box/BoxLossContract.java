package io.github.yolox4j.losses.box;

import static io.github.yolox4j.conformance.TensorAssertions.assertThatTensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.losses.CentralDifferences;
import io.github.yolox4j.losses.FrozenDetached;
import io.github.yolox4j.losses.LossRun;
import io.github.yolox4j.losses.Rows;
import io.github.yolox4j.testkit.Closeness;
import io.github.yolox4j.testkit.GoldenCase;
import io.github.yolox4j.testkit.GoldenFolder;
import io.github.yolox4j.testkit.NpzArchive;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

/** What every box loss owes. A new loss is tested by implementing {@link #loss} and {@link #largest}. */
interface BoxLossContract {

    BoxLoss loss();

    /** No pair costs more. */
    double largest();

    /**
     * A function of the predictions whose derivative at {@code frozen} is the gradient that the loss promises: the
     * loss itself, where what it detaches is taken from {@code frozen}.
     */
    default Function<double[][], double[]> differentiable(double[][] target, double[][] frozen) {
        return new FrozenDetached(loss()::of, target, frozen)::at;
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE"})
    default void identical_boxes_cost_nothing_and_are_at_rest(DataType type) {
        double[][] boxes = RandomBoxes.seeded(7).rows(64);
        LossRun run = LossRun.of(loss()::of, boxes, boxes, type);

        for (int i = 0; i < boxes.length; i++) {
            assertThat(run.values()[i]).isCloseTo(0, within(1e-6));
            assertThat(run.gradient()[i]).containsExactly(new double[4], within(1e-6));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    default void every_pair_costs_between_nothing_and_the_largest(long seed) {
        RandomBoxes random = RandomBoxes.seeded(seed);
        double[] values = LossRun.values(loss()::of, random.rows(500), random.rows(500));

        assertThat(Arrays.stream(values)).allSatisfy(value -> assertThat(value).isBetween(-1e-12, largest()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    default void gradient_agrees_with_central_differences(long seed) {
        RandomBoxes random = RandomBoxes.seeded(seed);
        double[][] target = random.rows(50);
        double[][] predicted = random.near(target);

        double[][] differences = CentralDifferences.of(differentiable(target, predicted), predicted);

        assertThatTensor(LossRun.of(loss()::of, predicted, target, DataType.DOUBLE)
                        .gradient())
                .isCloseTo(differences, Closeness.ofRows(1e-6));
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE"})
    default void every_corner_case_is_finite(DataType type) throws IOException {
        List<GoldenCase> cases =
                GoldenFolder.shipped("losses").cases(golden -> golden.kind().equals("box_corner"));
        assertThat(cases).hasSize(2);
        for (GoldenCase golden : cases) {
            NpzArchive arrays = golden.arrays();
            double[][] predicted = Rows.of(arrays.array("pred"));
            double[][] target = Rows.of(arrays.array("target"));

            LossRun.of(loss()::of, predicted, target, type).assertFinite();
            LossRun.of(loss()::of, target, predicted, type).assertFinite();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE"})
    default void ties_points_lines_and_far_boxes_are_finite(DataType type) {
        RandomBoxes random = RandomBoxes.seeded(11);

        LossRun.of(loss()::of, random.awkward(2000), random.awkward(2000), type).assertFinite();
    }

    @Test
    default void its_name_is_parsed_back_to_it() {
        assertThat(BoxLosses.parse(loss().toString())).isEqualTo(loss());
    }
}
