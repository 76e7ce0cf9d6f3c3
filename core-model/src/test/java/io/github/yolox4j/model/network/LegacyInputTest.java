package io.github.yolox4j.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.testkit.SplitMix64;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class LegacyInputTest {

    private static final AnchorGrid GRID = new AnchorGrid(64, 96);
    private static final double[] MEAN = {0.485, 0.456, 0.406};
    private static final double[] DEVIATION = {0.229, 0.224, 0.225};
    private static final int GREY = 114;
    private static final int IMAGE_WIDTH = 80;

    /** At every anchor, those at the border too: the network's padding is 0 of normalised numbers. */
    @ParameterizedTest
    @EnumSource(names = {"NANO", "TINY"})
    void a_legacy_network_gives_what_a_plain_one_gives_for_normalised_images(YoloxConfig.Size size) {
        YoloxConfig plain = YoloxConfig.of(size).withClasses(2);
        Weights weights = new Yolox(plain).initialise(DataType.DOUBLE, 1);
        double[] noise = new SplitMix64(3).doubles(3 * GRID.height() * GRID.width());
        INDArray images = Nd4j.zeros(DataType.DOUBLE, 1, 3, GRID.height(), GRID.width());
        INDArray normalised = images.dup();
        int next = 0;
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < GRID.height(); y++) {
                for (int x = 0; x < GRID.width(); x++) {
                    double value = x < IMAGE_WIDTH ? Math.floor(128 + 127 * noise[next++]) : GREY;
                    int rgb = 2 - c;
                    images.putScalar(new int[] {0, c, y, x}, value);
                    normalised.putScalar(new int[] {0, rgb, y, x}, (value / 255 - MEAN[rgb]) / DEVIATION[rgb]);
                }
            }
        }

        INDArray found = raw(plain.withLegacy(true), weights, images);
        INDArray expected = raw(plain, weights, normalised);

        assertThat(found.shape()).isEqualTo(expected.shape());
        assertThat(found.sub(expected).amaxNumber().doubleValue()).isEqualTo(0, within(1e-12));
        assertThat(raw(plain, weights, images).sub(expected).amaxNumber().doubleValue())
                .isGreaterThan(1e-7);
    }

    private static INDArray raw(YoloxConfig config, Weights weights, INDArray images) {
        return YoloxGraph.evaluation(config, weights, GRID)
                .graph()
                .output(Map.of(YoloxGraph.IMAGES, images), YoloxGraph.RAW)
                .get(YoloxGraph.RAW);
    }
}
