package io.github.yolox4j.train.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.losses.LossState;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.train.assign.RandomBatch;
import io.github.yolox4j.train.assign.TargetObject;
import io.github.yolox4j.train.loss.LossChoice;
import io.github.yolox4j.train.loss.ObjectnessNormaliser;
import io.github.yolox4j.train.task.DetectionTask;
import io.github.yolox4j.train.task.yolox.YoloxTargets;
import io.github.yolox4j.train.task.yolox.YoloxTask;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The graph beside {@link TargetAssignment}, which is written in plain Java. */
class AssignmentGraphTest {

    private static final int CLASSES = 5;
    private static final int BATCH = 4;
    private static final AnchorGrid GRID = new AnchorGrid(64, 96);
    private static final AnchorTable ANCHORS = AnchorTable.of(GRID);

    /** A few units in the last place of a float. */
    private static final float ROUNDING = 3e-7f;

    @ParameterizedTest
    @EnumSource
    void every_array_of_the_loss_is_that_of_plain_java(ObjectnessNormaliser normaliser) throws IOException {
        YoloxTask task = task(normaliser);
        try (AssignmentRun run = new AssignmentRun(new AssignmentGraph(task, ANCHORS, BATCH));
                TargetAssignment java = new TargetAssignment(task, ANCHORS, BATCH, DataType.FLOAT)) {
            LossState state = task.loss().initialState();
            assertThat(state.isCarried()).isTrue();
            for (int seed = 0; seed < 20; seed++) {
                RandomBatch batch = RandomBatch.of(seed, GRID, BATCH, CLASSES);
                Map<String, float[]> found = run.of(batch.rows(), batch.objects(), state.value());
                BatchCounts counts = java.assign(doubles(batch.rows()), batch.objects(), 0, state);
                state = counts.lossState();
                assertThat(found.get(AssignmentGraph.POSITIVES)).containsExactly(counts.positives());
                assertThat(found.get(AssignmentGraph.LOSS_STATE)).containsExactly((float) state.value());
                for (Map.Entry<String, INDArray> expected : java.arrays().entrySet()) {
                    if (!expected.getKey().equals(DetectionTask.Targets.L1_WEIGHT)) {
                        assertThatNumbersAre(
                                expected.getValue().data().asFloat(),
                                found.get(expected.getKey()),
                                expected.getKey() + " of batch " + seed);
                    }
                }
            }
        }
    }

    @Test
    void a_batch_without_objects_leaves_the_state_of_the_loss() throws IOException {
        try (AssignmentRun run =
                new AssignmentRun(new AssignmentGraph(task(ObjectnessNormaliser.POSITIVES), ANCHORS, BATCH))) {
            RandomBatch batch = RandomBatch.of(1, GRID, BATCH, CLASSES);
            List<List<TargetObject>> none = List.of(List.of(), List.of(), List.of(), List.of());
            Map<String, float[]> found = run.of(batch.rows(), none, 0.25);
            assertThat(found.get(AssignmentGraph.LOSS_STATE)).containsExactly(0.25f);
            assertThat(found.get(AssignmentGraph.POSITIVES)).containsExactly(0);
            assertThat(found.get(YoloxTargets.INVERSE_COUNT)).containsExactly(1);
            assertThat(found.get(YoloxTargets.POSITIVE)).containsOnly(0);
        }
    }

    private static YoloxTask task(ObjectnessNormaliser normaliser) {
        return YoloxTask.of(YoloxConfig.of(YoloxConfig.Size.NANO).withClasses(CLASSES))
                .withLosses(LossChoice.parse("wise_v3(ciou)", "bce", "bce").withObjectnessNormaliser(normaliser));
    }

    private static void assertThatNumbersAre(float[] expected, float[] found, String where) {
        assertThat(found).as(where).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            if (!(Math.abs(found[i] - expected[i]) <= ROUNDING * Math.max(1, Math.abs(expected[i])))) {
                assertThat(found[i]).as(where + ", number " + i).isEqualTo(expected[i]);
            }
        }
    }

    private static double[] doubles(float[] numbers) {
        double[] doubles = new double[numbers.length];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = numbers[i];
        }
        return doubles;
    }
}
