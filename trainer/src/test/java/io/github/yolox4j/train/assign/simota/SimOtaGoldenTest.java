package io.github.yolox4j.train.assign.simota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.AnchorTable;
import io.github.yolox4j.detection.decode.Decoder;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.testkit.GoldenCase;
import io.github.yolox4j.testkit.GoldenFolder;
import io.github.yolox4j.testkit.NpzArchive;
import io.github.yolox4j.train.assign.Assignment;
import io.github.yolox4j.train.assign.GoldenObjects;
import io.github.yolox4j.train.assign.GraphForm;
import io.github.yolox4j.train.assign.Predictions;
import io.github.yolox4j.train.assign.TargetObject;
import io.github.yolox4j.train.task.Head;
import io.github.yolox4j.train.task.yolox.YoloxHead;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Assignments of the reference YOLOX, from the raw outputs of its head. */
class SimOtaGoldenTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void every_anchor_gets_the_object_the_reference_gives_it(GoldenCase golden) throws IOException {
        NpzArchive arrays = golden.arrays();
        int classes = golden.description().get("classes").intValue();
        int side = golden.description().get("side").intValue();
        AnchorGrid grid = new AnchorGrid(side, side);
        int images = (int) arrays.array("raw8").shape()[0];
        int[] foreground = arrays.array("fg_mask").ints();
        int[] objects = arrays.array("matched_gt").ints();
        double[] ious = arrays.array("matched_iou").doubles();

        List<List<TargetObject>> wanted = GoldenObjects.of(golden, arrays);
        for (int image = 0; image < images; image++) {
            Assignment found = SimOta.DEFAULT.assign(predictions(arrays, image, grid, classes), wanted.get(image));

            assertThat(found.size()).isEqualTo(grid.size());
            for (int i = 0; i < grid.size(); i++) {
                int at = image * grid.size() + i;
                String where = "image " + image + ", anchor " + i;
                assertThat(found.isForeground(i)).as(where).isEqualTo(foreground[at] == 1);
                assertThat(found.object(i)).as(where).isEqualTo(objects[at]);
                assertThat(found.iou(i)).as(where).isEqualTo(ious[at], within(1e-9));
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void so_it_does_in_the_graph(GoldenCase golden) throws IOException {
        NpzArchive arrays = golden.arrays();
        int classes = golden.description().get("classes").intValue();
        int side = golden.description().get("side").intValue();
        AnchorGrid grid = new AnchorGrid(side, side);
        List<List<TargetObject>> wanted = GoldenObjects.of(golden, arrays);
        int[] objects = arrays.array("matched_gt").ints();
        double[] ious = arrays.array("matched_iou").doubles();
        Head head = new YoloxHead(YoloxConfig.of(YoloxConfig.Size.NANO).withClasses(classes));
        try (GraphForm graph = new GraphForm(SimOta.DEFAULT, head, grid, wanted.size(), classes)) {
            List<Assignment> found = graph.assign(rows(arrays, grid, head.rowLength()), wanted);
            for (int at = 0; at < objects.length; at++) {
                Assignment image = found.get(at / grid.size());
                int anchor = at % grid.size();
                assertThat(image.object(anchor)).as("number %d", at).isEqualTo(objects[at]);
                assertThat(image.iou(anchor)).as("number %d", at).isEqualTo(ious[at], within(1e-5));
            }
        }
    }

    /** The raw maps as {@code [batch, anchors, rowLength]}. */
    private static float[] rows(NpzArchive arrays, AnchorGrid grid, int rowLength) throws IOException {
        int images = (int) arrays.array("raw8").shape()[0];
        float[] rows = new float[images * grid.size() * rowLength];
        int first = 0;
        for (int stride : AnchorGrid.strides()) {
            double[] raw = arrays.array("raw" + stride).doubles();
            int cells = grid.height() / stride * (grid.width() / stride);
            for (int i = 0; i < raw.length; i++) {
                int image = i / (rowLength * cells);
                int channel = i / cells % rowLength;
                rows[(image * grid.size() + first + i % cells) * rowLength + channel] = (float) raw[i];
            }
            first += cells;
        }
        return rows;
    }

    @Test
    void there_are_seven_cases() {
        assertThat(cases()).hasSize(7);
    }

    static Stream<GoldenCase> cases() {
        return GoldenFolder.shipped("detector").cases(c -> c.kind().equals("head_loss")).stream();
    }

    private static Predictions predictions(NpzArchive arrays, int image, AnchorGrid grid, int classes)
            throws IOException {
        int anchors = grid.size();
        double[] rawBoxes = new double[4 * anchors];
        double[] objectness = new double[anchors];
        double[] classLogits = new double[classes * anchors];
        int first = 0;
        for (int stride : AnchorGrid.strides()) {
            double[] raw = arrays.array("raw" + stride).doubles();
            int cells = (grid.height() / stride) * (grid.width() / stride);
            int channels = 5 + classes;
            for (int cell = 0; cell < cells; cell++) {
                int anchor = first + cell;
                for (int channel = 0; channel < channels; channel++) {
                    double value = raw[(image * channels + channel) * cells + cell];
                    if (channel < 4) {
                        rawBoxes[4 * anchor + channel] = value;
                    } else if (channel == 4) {
                        objectness[anchor] = value;
                    } else {
                        classLogits[classes * anchor + channel - 5] = value;
                    }
                }
            }
            first += cells;
        }
        double[] boxes = Decoder.of(AnchorTable.of(grid)).boxes(rawBoxes);
        return Predictions.of(grid, classes, boxes, objectness, classLogits);
    }
}
