package io.github.yolox4j.losses.box;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.losses.LossEntry;
import io.github.yolox4j.losses.LossRun;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Points, lines and huge boxes, at one place or far apart, and boxes as near as numbers can be. */
class DegenerateBoxesTest {

    private static final double[] SIZES = {0, 20, 1e5};
    private static final double[] OFFSETS = {0, 1e6};

    @ParameterizedTest
    @MethodSource("losses")
    void points_and_lines_are_finite(String text) {
        BoxLoss loss = BoxLosses.parse(text);
        List<double[]> predicted = new ArrayList<>();
        List<double[]> target = new ArrayList<>();
        for (double width : SIZES) {
            for (double height : SIZES) {
                for (double targetWidth : SIZES) {
                    for (double targetHeight : SIZES) {
                        for (double offset : OFFSETS) {
                            predicted.add(new double[] {offset, 0, width, height});
                            target.add(new double[] {0, 0, targetWidth, targetHeight});
                        }
                    }
                }
            }
        }

        for (DataType type : List.of(DataType.DOUBLE, DataType.FLOAT)) {
            LossRun.of(loss::of, predicted.toArray(new double[0][]), target.toArray(new double[0][]), type)
                    .assertFinite();
        }
    }

    /** Of boxes that hardly differ a float's area of the intersection may be above that of the union. */
    @ParameterizedTest
    @MethodSource("losses")
    void an_iou_that_rounding_lifts_above_one_is_finite(String text) {
        BoxLoss loss = BoxLosses.parse(text);
        double[][] predicted = {{0, 0, 64.61366f, 276.18872f}};
        double[][] target = {{0, 0, 64.613655f, 276.1887f}};

        LossRun iou = LossRun.of(IouFamily.IOU::of, predicted, target, DataType.FLOAT);
        assertThat(iou.values()[0]).isNegative();
        LossRun.of(loss::of, predicted, target, DataType.FLOAT).assertFinite();
    }

    static Stream<String> losses() {
        return BoxLosses.REGISTRY.entries().stream().map(LossEntry::expression);
    }
}
