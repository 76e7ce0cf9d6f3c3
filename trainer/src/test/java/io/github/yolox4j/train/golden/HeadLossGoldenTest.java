package io.github.yolox4j.train.golden;

import static io.github.yolox4j.conformance.TensorAssertions.assertThatTensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.testkit.Closeness;
import io.github.yolox4j.testkit.GoldenCase;
import io.github.yolox4j.testkit.GoldenFolder;
import io.github.yolox4j.testkit.Numbers;
import io.github.yolox4j.testkit.golden.CaseFacts;
import io.github.yolox4j.train.assign.Assignment;
import io.github.yolox4j.train.assign.GraphForm;
import io.github.yolox4j.train.loss.LossChoice;
import io.github.yolox4j.train.loss.LossTerm;
import io.github.yolox4j.train.loss.ObjectnessNormaliser;
import io.github.yolox4j.train.task.yolox.YoloxTask;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The loss of the head on given logits, and its gradient with respect to them, against the reference in double
 * precision.
 */
class HeadLossGoldenTest {

    private static final double TOLERANCE = 1e-9;

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void assignments_losses_and_gradients_equal_the_reference(GoldenCase golden) {
        TrainingKinds.all().run(golden).requirePassed();
    }

    @Test
    void there_are_seven_cases() {
        assertThat(cases()).hasSize(7);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void the_objectness_term_alone_is_divided_by_what_was_chosen(GoldenCase golden) throws IOException {
        HeadLossKind.Run reference = run(golden, LossChoice.DEFAULT);
        int images = reference.assignments().size();
        int positives = 0;
        double ious = 0;
        for (Assignment assignment : reference.assignments()) {
            positives += assignment.positives();
            for (int anchor : assignment.foreground()) {
                ious += assignment.iou(anchor);
            }
        }
        double sum = reference.terms().get(LossTerm.OBJECTNESS.variable()).at(0) * Math.max(positives, 1);
        Map<ObjectnessNormaliser, Double> divisors = Map.of(
                ObjectnessNormaliser.POSITIVES, Math.max(positives, 1.0),
                ObjectnessNormaliser.BATCH, (double) images,
                ObjectnessNormaliser.TARGETS, Math.max(ious, 1));

        for (ObjectnessNormaliser normaliser : ObjectnessNormaliser.values()) {
            HeadLossKind.Run run = run(golden, LossChoice.DEFAULT.withObjectnessNormaliser(normaliser));

            for (String term : List.of(LossTerm.BOX.variable(), LossTerm.CLASSES.variable(), LossTerm.L1.variable())) {
                assertThatTensor(run.terms().get(term).doubles())
                        .as(term)
                        .isCloseTo(reference.terms().get(term).doubles(), Closeness.ofNumbers(1e-12));
            }
            double[] expected = {sum / divisors.get(normaliser)};
            assertThatTensor(run.terms().get(LossTerm.OBJECTNESS.variable()).doubles())
                    .as(normaliser.toString())
                    .isCloseTo(expected, Closeness.ofNumbers(TOLERANCE));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void the_graph_form_assigns_what_the_reference_assigns(GoldenCase golden) throws IOException {
        CaseFacts facts = new CaseFacts(golden);
        HeadBatch batch = HeadBatch.read(facts, facts.arrays());
        int[] objects = Arrays.stream(facts.arrays().array("matched_gt").doubles())
                .mapToInt(gt -> (int) gt)
                .toArray();
        double[] ious = facts.arrays().array("matched_iou").doubles();
        int anchors = batch.grid().size();
        YoloxTask task = batch.task();
        try (GraphForm graph =
                new GraphForm(task.assigner(), task.head(), batch.grid(), batch.batch(), batch.classes())) {
            List<Assignment> found = graph.assign(rows(batch), batch.objects());
            for (int i = 0; i < objects.length; i++) {
                Assignment image = found.get(i / anchors);
                assertThat(image.object(i % anchors)).as("object %d", i).isEqualTo(objects[i]);
                assertThat(image.iou(i % anchors)).as("IoU %d", i).isEqualTo(ious[i], within(1e-5));
            }
        }
    }

    /** The raw maps as {@code [batch, anchors, numbers of a row]}. */
    private static float[] rows(HeadBatch batch) {
        int length = batch.task().head().rowLength();
        int anchors = batch.grid().size();
        float[] rows = new float[batch.batch() * anchors * length];
        int first = 0;
        for (int stride : AnchorGrid.strides()) {
            Numbers map = batch.maps().get(HeadBatch.map(stride));
            int cells = batch.grid().height() / stride * (batch.grid().width() / stride);
            for (int i = 0; i < map.size(); i++) {
                int image = i / (length * cells);
                int channel = i / cells % length;
                rows[(image * anchors + first + i % cells) * length + channel] = (float) map.at(i);
            }
            first += cells;
        }
        return rows;
    }

    private static HeadLossKind.Run run(GoldenCase golden, LossChoice choice) throws IOException {
        CaseFacts facts = new CaseFacts(golden);
        return HeadLossKind.Run.of(HeadBatch.read(facts, facts.arrays()), choice, facts.flag("use_l1") ? 1 : 0);
    }

    static List<GoldenCase> cases() {
        return GoldenFolder.shipped("detector").cases(golden -> golden.kind().equals("head_loss"));
    }
}
