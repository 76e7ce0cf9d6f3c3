package io.github.yolox4j.detection.dnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.Postprocessing;
import io.github.yolox4j.detection.image.BgrImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a network whose predictions are the first pixels of its images. */
class DnnPhasesTest {

    private static final int SIDE = 32;
    private static final int CLASSES = 2;
    private static final int ROW = 5 + CLASSES;

    private final AnchorGrid grid = new AnchorGrid(SIDE, SIDE);

    @TempDir
    private Path folder;

    @Test
    void each_image_of_a_batch_gets_its_own_boxes_in_its_own_pixels() throws IOException {
        BgrImage first = picture(1, 3, 16, 12, 8, 4, 1, 0, 1); // anchor 3, class 1
        BgrImage second = picture(2, 20, 10, 10, 6, 6, 1, 1, 0); // twice as large as the input, anchor 20, class 0
        try (DnnPhases phases = open(true, 2)) {
            phases.prepare(List.of(first, second));
            phases.run();
            assertThat(phases.finish())
                    .containsExactly(
                            List.of(new Detection(1, 1, 12, 10, 20, 14)), List.of(new Detection(0, 1, 14, 14, 26, 26)));

            phases.prepare(List.of(second, first));
            phases.run();
            assertThat(phases.finish().get(1)).containsExactly(new Detection(1, 1, 12, 10, 20, 14));
        }
    }

    @Test
    void boxes_that_are_not_decoded_are_placed_by_their_anchor() throws IOException {
        try (DnnPhases phases = open(false, 1)) {
            phases.prepare(List.of(picture(1, 5, 1, 2, 0, 0, 1, 1, 0))); // second column, second row of stride 8
            phases.run();
            assertThat(phases.finish()).containsExactly(List.of(new Detection(0, 1, 12, 20, 20, 28)));
        }
    }

    @Test
    void a_run_takes_as_many_images_as_the_batch() throws IOException {
        try (DnnPhases phases = open(true, 2)) {
            assertThatThrownBy(() -> phases.prepare(List.of(picture(1, 0, 0, 0, 0, 0, 0, 0, 0))))
                    .hasMessage("a run takes 2 images, got 1");
        }
    }

    @Test
    void a_missing_file_is_named() {
        Path missing = folder.resolve("missing.onnx");
        assertThatThrownBy(() -> DnnPhases.open(missing, grid, CLASSES, true, Postprocessing.DEFAULT, 1))
                .isInstanceOf(IOException.class)
                .hasMessage("no such ONNX file: " + missing);
    }

    private DnnPhases open(boolean decoded, int batch) throws IOException {
        Path file = folder.resolve("pixels.onnx");
        new PixelNetwork(grid, batch, ROW).write(file);
        return DnnPhases.open(file, grid, CLASSES, decoded, Postprocessing.DEFAULT, batch);
    }

    /** A black picture, {@code times} as large as the input, in which one anchor's row is written. */
    private static BgrImage picture(int times, int anchor, int... row) {
        int side = times * SIDE;
        byte[] pixels = new byte[side * side * BgrImage.CHANNELS];
        for (int n = 0; n < row.length; n++) {
            int at = anchor * ROW + n;
            for (int y = 0; y < times; y++) {
                for (int x = 0; x < times; x++) {
                    int pixel = (at / SIDE * times + y) * side + at % SIDE * times + x;
                    pixels[pixel * BgrImage.CHANNELS] = (byte) row[n];
                }
            }
        }
        return new BgrImage(side, side, pixels);
    }
}
