package io.github.yolox4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.detection.Detector;
import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.Postprocessing;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.ImageFiles;
import io.github.yolox4j.model.network.SameDiffDetector;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

class ReadmeTest {

    @Test
    void its_example_runs(@TempDir Path folder) throws IOException {
        Path picture = folder.resolve("picture.png");
        ImageFiles.write(new BgrImage(100, 50, new byte[100 * 50 * 3]), picture);

        YoloxConfig config = YoloxConfig.of(YoloxConfig.Size.NANO).withClasses(3);
        Weights weights = new Yolox(config).initialise(DataType.FLOAT, 1);
        AnchorGrid grid = new AnchorGrid(128, 128); // the input size: images are letterboxed to it

        List<Detection> found;
        try (Detector detector = new SameDiffDetector(config, weights, grid, Postprocessing.DEFAULT, 1)) {
            found = detector.detect(ImageFiles.read(picture)); // boxes in the picture's pixels
        }

        assertThat(found).as("untrained scores start at 0.01 * 0.01").isEmpty();
    }
}
