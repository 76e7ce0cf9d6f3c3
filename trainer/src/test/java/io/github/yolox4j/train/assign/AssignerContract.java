package io.github.yolox4j.train.assign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.train.task.DetectionTask;
import io.github.yolox4j.train.task.yolox.YoloxHead;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What every assigner owes: its graph form gives the mask, the match and the IoUs of its plain form, whatever it is
 * given.
 */
public interface AssignerContract {

    int CLASSES = 5;
    int BATCH = 4;
    AnchorGrid GRID = new AnchorGrid(64, 96);
    DetectionTask.Head HEAD =
            new YoloxHead(YoloxConfig.of(YoloxConfig.Size.NANO).withClasses(CLASSES));

    /** With the parameters that most users have. */
    Assigner assigner();

    /** How many anchors it makes positive in 2,000 random batches, at least: that the test sees matches. */
    int positives();

    /** With other parameters, the extreme ones among them. */
    List<? extends Assigner> others();

    @Test
    default void both_forms_assign_two_thousand_random_batches_alike() throws IOException {
        assertThat(positivesAlike(assigner(), 2000)).as("positive anchors").isGreaterThan(positives());
    }

    @Test
    default void so_they_do_with_other_parameters() throws IOException {
        for (Assigner other : others()) {
            assertThat(positivesAlike(other, 100))
                    .as("positive anchors by %s", other)
                    .isPositive();
        }
    }

    @Test
    default void images_without_objects_are_background_in_both_forms() throws IOException {
        RandomBatch random = RandomBatch.of(1, GRID, BATCH, CLASSES);
        RandomBatch none = new RandomBatch(random.rows(), List.of(List.of(), List.of(), List.of(), List.of()));
        try (GraphForm graph = new GraphForm(assigner(), HEAD, GRID, BATCH, CLASSES)) {
            assertThat(graph.assign(none.rows(), none.objects()))
                    .allSatisfy(image -> assertThat(image.positives()).isZero());
            assertThat(plain(assigner(), none))
                    .allSatisfy(image -> assertThat(image.positives()).isZero());
        }
    }

    /** Compares the forms; returns how many anchors learn an object. */
    private static int positivesAlike(Assigner assigner, int batches) throws IOException {
        int positives = 0;
        try (GraphForm graph = new GraphForm(assigner, HEAD, GRID, BATCH, CLASSES)) {
            for (int seed = 0; seed < batches; seed++) {
                RandomBatch random = RandomBatch.of(seed, GRID, BATCH, CLASSES);
                List<Assignment> expected = plain(assigner, random);
                List<Assignment> found = graph.assign(random.rows(), random.objects());
                for (int image = 0; image < BATCH; image++) {
                    assertThatTheyAreAlike(expected.get(image), found.get(image), "batch " + seed + ", image " + image);
                    positives += expected.get(image).positives();
                }
            }
        }
        return positives;
    }

    private static List<Assignment> plain(Assigner assigner, RandomBatch batch) {
        double[] rows = IntStream.range(0, batch.rows().length)
                .mapToDouble(i -> batch.rows()[i])
                .toArray();
        List<Assignment> assignments = new ArrayList<>();
        for (int image = 0; image < BATCH; image++) {
            Predictions predictions = HEAD.predictions(AnchorTable.of(GRID), rows, image * rows.length / BATCH);
            assignments.add(assigner.assign(predictions, batch.objects().get(image)));
        }
        return assignments;
    }

    private static void assertThatTheyAreAlike(Assignment expected, Assignment found, String where) {
        assertThat(objects(found)).as(where).isEqualTo(objects(expected));
        for (int anchor : expected.foreground()) {
            assertThat(found.iou(anchor))
                    .as("%s, anchor %d", where, anchor)
                    .isEqualTo(expected.iou(anchor), within(1e-12));
        }
    }

    private static int[] objects(Assignment assignment) {
        return IntStream.range(0, assignment.size()).map(assignment::object).toArray();
    }
}
