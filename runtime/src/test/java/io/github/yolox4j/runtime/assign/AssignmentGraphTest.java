package io.github.yolox4j.runtime.assign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.detection.decode.Decoder;
import io.github.yolox4j.losses.LossState;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.testkit.GoldenCase;
import io.github.yolox4j.testkit.GoldenFolder;
import io.github.yolox4j.testkit.NpzArchive;
import io.github.yolox4j.testkit.Numbers;
import io.github.yolox4j.train.assign.Assignment;
import io.github.yolox4j.train.assign.Predictions;
import io.github.yolox4j.train.assign.SimOta;
import io.github.yolox4j.train.assign.TargetObject;
import io.github.yolox4j.train.engine.TargetAssignment;
import io.github.yolox4j.train.loss.LossChoice;
import io.github.yolox4j.train.loss.ObjectnessNormaliser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The graph beside {@link SimOta} and {@link TargetAssignment}, which are written in plain Java. */
class AssignmentGraphTest {

    private static final int CLASSES = 5;
    private static final int BATCH = 4;
    private static final AnchorGrid GRID = new AnchorGrid(64, 96);

    /** A few units in the last place of a float. */
    private static final float ROUNDING = 3e-7f;

    @ParameterizedTest(name = "{0}")
    @MethodSource("heads")
    void it_assigns_what_the_reference_assigns(GoldenCase golden) throws IOException {
        NpzArchive arrays = golden.arrays();
        int classes = golden.description().get("classes").intValue();
        int side = golden.description().get("side").intValue();
        AnchorGrid grid = new AnchorGrid(side, side);
        List<List<TargetObject>> objects = objects(golden, arrays);
        AssignmentGraph graph = new AssignmentGraph(
                SimOta.DEFAULT, AnchorTable.of(grid), objects.size(), classes, ObjectnessNormaliser.POSITIVES);
        try (AssignmentRun run = new AssignmentRun(graph)) {
            Map<String, float[]> found = run.of(logits(arrays, grid, classes), objects, 1);
            float[] expected = floats(arrays.array("matched_gt").doubles());
            assertThat(found.get(AssignmentGraph.OBJECTS)).isEqualTo(expected);
            assertThat(found.get("targets.positive"))
                    .isEqualTo(floats(arrays.array("fg_mask").doubles()));
            assertThat(found.get(AssignmentGraph.IOUS))
                    .containsExactly(floats(arrays.array("matched_iou").doubles()), within(1e-5f));
        }
    }

    @Test
    void there_are_seven_heads() {
        assertThat(heads()).hasSize(7);
    }

    static Stream<GoldenCase> heads() {
        return GoldenFolder.shipped("detector").cases(c -> c.kind().equals("head_loss")).stream();
    }

    @Test
    void it_assigns_two_thousand_random_batches_as_plain_java_does() throws IOException {
        AnchorTable anchors = AnchorTable.of(GRID);
        Decoder decoder = Decoder.of(anchors);
        AssignmentGraph graph =
                new AssignmentGraph(SimOta.DEFAULT, anchors, BATCH, CLASSES, ObjectnessNormaliser.POSITIVES);
        int contested = 0;
        try (AssignmentRun run = new AssignmentRun(graph)) {
            for (int seed = 0; seed < 2000; seed++) {
                RandomBatch batch = RandomBatch.of(seed, GRID, BATCH, CLASSES);
                Map<String, float[]> found = run.of(batch.logits(), batch.objects(), 1);
                contested += assertThatItIs(assignments(SimOta.DEFAULT, decoder, batch), found, "batch " + seed);
            }
        }
        assertThat(contested).as("positive anchors").isGreaterThan(100_000);
    }

    @ParameterizedTest
    @MethodSource("otherRules")
    void it_keeps_to_other_rules_too(SimOta rules) throws IOException {
        AnchorTable anchors = AnchorTable.of(GRID);
        AssignmentGraph graph = new AssignmentGraph(rules, anchors, BATCH, CLASSES, ObjectnessNormaliser.POSITIVES);
        try (AssignmentRun run = new AssignmentRun(graph)) {
            for (int seed = 0; seed < 100; seed++) {
                RandomBatch batch = RandomBatch.of(seed, GRID, BATCH, CLASSES);
                Map<String, float[]> found = run.of(batch.logits(), batch.objects(), 1);
                assertThatItIs(assignments(rules, Decoder.of(anchors), batch), found, "batch " + seed);
            }
        }
    }

    static List<SimOta> otherRules() {
        return List.of(
                new SimOta(2.5, 10, 3, 1e6),
                new SimOta(0.7, 3, 3, 1e6),
                new SimOta(1.5, 500, 0, 1e6),
                new SimOta(1.5, 10, 1.1, 0),
                new SimOta(1.5, 10, 3, 4.2));
    }

    @ParameterizedTest
    @EnumSource
    void every_array_of_the_loss_is_that_of_plain_java(ObjectnessNormaliser normaliser) throws IOException {
        LossChoice losses = LossChoice.parse("wise_v3(ciou)", "bce", "bce").withObjectnessNormaliser(normaliser);
        YoloxConfig config = YoloxConfig.of(YoloxConfig.Size.NANO).withClasses(CLASSES);
        AssignmentGraph graph = new AssignmentGraph(SimOta.DEFAULT, AnchorTable.of(GRID), BATCH, CLASSES, normaliser);
        try (AssignmentRun run = new AssignmentRun(graph);
                TargetAssignment java =
                        new TargetAssignment(config, GRID, BATCH, losses, SimOta.DEFAULT, DataType.FLOAT)) {
            LossState mean = AssignmentRun.STATE;
            for (int seed = 0; seed < 20; seed++) {
                RandomBatch batch = RandomBatch.of(seed, GRID, BATCH, CLASSES);
                Map<String, float[]> found = run.of(batch.logits(), batch.objects(), mean.value());
                TargetAssignment.Counts counts = java.assign(doubles(batch.logits()), batch.objects(), 0, mean);
                mean = counts.lossState();
                assertThat(found.get(AssignmentGraph.POSITIVES)).containsExactly(counts.positives());
                assertThat(found.get(AssignmentGraph.LOSS_STATE)).containsExactly((float) mean.value());
                for (Map.Entry<String, INDArray> expected : java.arrays().entrySet()) {
                    if (!expected.getKey().equals("targets.l1_weight")) {
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
    void a_batch_without_objects_leaves_the_running_mean() throws IOException {
        AssignmentGraph graph = new AssignmentGraph(
                SimOta.DEFAULT, AnchorTable.of(GRID), BATCH, CLASSES, ObjectnessNormaliser.POSITIVES);
        try (AssignmentRun run = new AssignmentRun(graph)) {
            RandomBatch batch = RandomBatch.of(1, GRID, BATCH, CLASSES);
            List<List<TargetObject>> none = List.of(List.of(), List.of(), List.of(), List.of());
            Map<String, float[]> found = run.of(batch.logits(), none, 0.25);
            assertThat(found.get(AssignmentGraph.LOSS_STATE)).containsExactly(0.25f);
            assertThat(found.get(AssignmentGraph.POSITIVES)).containsExactly(0);
            assertThat(found.get("targets.inverse_count")).containsExactly(1);
            assertThat(found.get("targets.positive")).containsOnly(0);
            assertThat(found.get(AssignmentGraph.OBJECTS)).containsOnly(-1);
        }
    }

    @Test
    void objects_that_fit_nothing_are_refused() {
        ObjectBuffers buffers = new ObjectBuffers(2, 3);
        assertThatThrownBy(() -> buffers.fill(List.of(List.of())))
                .hasMessage("expected the objects of 2 images, got 1");
        assertThatThrownBy(() -> buffers.fill(List.of(List.of(), List.of(new TargetObject(3, 1, 1, 2, 2)))))
                .hasMessageContaining("class 3 of 3 classes");
    }

    private static List<Assignment> assignments(SimOta rules, Decoder decoder, RandomBatch batch) {
        double[] logits = doubles(batch.logits());
        List<Assignment> assignments = new ArrayList<>();
        for (int image = 0; image < BATCH; image++) {
            Predictions predictions = Predictions.ofLogits(decoder, logits, image * logits.length / BATCH, CLASSES);
            assignments.add(rules.assign(predictions, batch.objects().get(image)));
        }
        return assignments;
    }

    /** Compares mask, match and IoU; returns how many anchors learn an object. */
    private static int assertThatItIs(List<Assignment> expected, Map<String, float[]> found, String where) {
        int anchors = GRID.size();
        float[] objects = new float[BATCH * anchors];
        float[] ious = new float[objects.length];
        float[] positive = new float[objects.length];
        for (int i = 0; i < objects.length; i++) {
            Assignment image = expected.get(i / anchors);
            objects[i] = image.object(i % anchors);
            ious[i] = (float) image.iou(i % anchors);
            positive[i] = image.isForeground(i % anchors) ? 1 : 0;
        }
        assertThat(found.get(AssignmentGraph.OBJECTS)).as(where).isEqualTo(objects);
        assertThat(found.get("targets.positive")).as(where).isEqualTo(positive);
        assertThatNumbersAre(ious, found.get(AssignmentGraph.IOUS), where);
        return expected.stream().mapToInt(Assignment::positives).sum();
    }

    private static void assertThatNumbersAre(float[] expected, float[] found, String where) {
        assertThat(found).as(where).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            if (!(Math.abs(found[i] - expected[i]) <= ROUNDING * Math.max(1, Math.abs(expected[i])))) {
                assertThat(found[i]).as(where + ", number " + i).isEqualTo(expected[i]);
            }
        }
    }

    private static List<List<TargetObject>> objects(GoldenCase golden, NpzArchive arrays) throws IOException {
        Numbers labels = arrays.array("labels");
        double[] n = labels.doubles();
        int rows = (int) labels.shape()[1];
        List<List<TargetObject>> objects = new ArrayList<>();
        for (int image = 0; image < labels.shape()[0]; image++) {
            List<TargetObject> ofImage = new ArrayList<>();
            int count = golden.description().get("counts").get(image).intValue();
            for (int at = image * rows * 5; ofImage.size() < count; at += 5) {
                ofImage.add(new TargetObject((int) n[at], n[at + 1], n[at + 2], n[at + 3], n[at + 4]));
            }
            objects.add(ofImage);
        }
        return objects;
    }

    /** The raw maps as {@code [batch, anchors, 5 + classes]}. */
    private static float[] logits(NpzArchive arrays, AnchorGrid grid, int classes) throws IOException {
        int images = (int) arrays.array("raw8").shape()[0];
        int channels = 5 + classes;
        float[] logits = new float[images * grid.size() * channels];
        int first = 0;
        for (int stride : AnchorGrid.strides()) {
            double[] raw = arrays.array("raw" + stride).doubles();
            int cells = grid.height() / stride * (grid.width() / stride);
            for (int i = 0; i < raw.length; i++) {
                int image = i / (channels * cells);
                int channel = i / cells % channels;
                logits[(image * grid.size() + first + i % cells) * channels + channel] = (float) raw[i];
            }
            first += cells;
        }
        return logits;
    }

    private static float[] floats(double[] numbers) {
        float[] floats = new float[numbers.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) numbers[i];
        }
        return floats;
    }

    private static double[] doubles(float[] numbers) {
        double[] doubles = new double[numbers.length];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = numbers[i];
        }
        return doubles;
    }
}
