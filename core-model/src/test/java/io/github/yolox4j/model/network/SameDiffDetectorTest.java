package io.github.yolox4j.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.detection.Detector;
import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.Postprocessing;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.Letterbox;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.testkit.SplitMix64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SameDiffDetectorTest {

    private static final YoloxConfig CONFIG = new YoloxConfig("small", 0.33, 0.125, false, 2);
    private static final AnchorGrid GRID = new AnchorGrid(64, 96);
    private static final Postprocessing EVERYTHING = new Postprocessing(0, 0.65);

    @Test
    void images_of_several_sizes_are_detected_alike_alone_and_in_incomplete_batches() {
        Weights weights = new Yolox(CONFIG).initialise(DataType.FLOAT, 3);
        List<BgrImage> images = List.of(noise(1, 50, 40), noise(2, 200, 100), noise(3, 96, 64));
        try (Detector two = new SameDiffDetector(CONFIG, weights, GRID, EVERYTHING, 2);
                Detector one = new SameDiffDetector(CONFIG, weights, GRID, EVERYTHING, 1)) {
            List<List<Detection>> together = two.detect(images);
            assertThat(together).hasSize(3);
            for (int i = 0; i < images.size(); i++) {
                assertClose(together.get(i), one.detect(images.get(i)));
            }
        }
    }

    @Test
    void what_is_found_is_what_the_network_says_of_the_letterboxed_picture() {
        Weights weights = new Yolox(CONFIG).initialise(DataType.FLOAT, 3);
        BgrImage image = noise(2, 200, 100);
        Letterbox letterbox = Letterbox.of(image, GRID.width(), GRID.height());
        float[] planes = new float[BgrImage.CHANNELS * GRID.height() * GRID.width()];
        letterbox.apply(image).toPlanes(planes, 0);
        INDArray given = Nd4j.createFromArray(planes).reshape(1, BgrImage.CHANNELS, GRID.height(), GRID.width());
        float[] decoded = YoloxGraph.evaluation(CONFIG, weights, GRID)
                .graph()
                .outputSingle(Map.of(YoloxGraph.IMAGES, given), YoloxGraph.DECODED)
                .dup('c')
                .data()
                .asFloat();
        List<Detection> expected = EVERYTHING.fromDecoded(decoded, GRID.size(), CONFIG.classes()).stream()
                .map(letterbox::toSource)
                .toList();

        try (Detector detector = new SameDiffDetector(CONFIG, weights, GRID, EVERYTHING, 1)) {
            assertClose(detector.detect(image), expected);
        }
    }

    @Test
    void changed_weights_show_in_the_next_detections() {
        Weights weights = new Yolox(CONFIG).initialise(DataType.FLOAT, 3);
        BgrImage image = noise(1, 96, 64);
        try (Detector detector = new SameDiffDetector(CONFIG, weights, GRID, EVERYTHING, 1)) {
            double before = detector.detect(image).get(0).score();
            for (int level = 0; level < 3; level++) {
                weights.value("head.obj_preds." + level + ".bias").addi(3);
            }
            assertThat(detector.detect(image).get(0).score()).isGreaterThan(5 * before);
        }
    }

    private static void assertClose(List<Detection> actual, List<Detection> expected) {
        assertThat(actual).hasSameSizeAs(expected).isNotEmpty();
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i).classId()).isEqualTo(expected.get(i).classId());
            assertThat(actual.get(i).score()).isCloseTo(expected.get(i).score(), within(1e-6));
            assertThat(actual.get(i).x1()).isCloseTo(expected.get(i).x1(), within(1e-3));
            assertThat(actual.get(i).y2()).isCloseTo(expected.get(i).y2(), within(1e-3));
        }
    }

    private static BgrImage noise(long seed, int width, int height) {
        double[] numbers = new SplitMix64(seed).doubles(width * height * BgrImage.CHANNELS);
        byte[] pixels = new byte[numbers.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (numbers[i] * 256);
        }
        return new BgrImage(width, height, pixels);
    }
}
