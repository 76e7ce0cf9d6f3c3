package io.github.yolox4j.losses.box;

import io.github.yolox4j.losses.LossEntry;
import io.github.yolox4j.losses.LossRun;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Every pair of points, lines and boxes, small and huge, that coincide in their centres or are far apart. */
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

    static Stream<String> losses() {
        return BoxLosses.all().stream().map(LossEntry::expression);
    }
}
