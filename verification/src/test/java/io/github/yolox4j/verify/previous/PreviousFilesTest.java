package io.github.yolox4j.verify.previous;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.Postprocessing;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.metadata.ModelMetadata;
import io.github.yolox4j.export.detector.DetectorExporter;
import io.github.yolox4j.export.detector.DetectorOptions;
import io.github.yolox4j.inference.OnnxDetector;
import io.github.yolox4j.onnx.file.OnnxHeader;
import io.github.yolox4j.onnx.file.OnnxModel;
import io.github.yolox4j.ort.SessionSettings;
import io.github.yolox4j.testkit.SplitMix64;
import io.github.yolox4j.train.checkpoint.Checkpoint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files written by an earlier commit, see README.md beside them: they are read, and written the same today. */
class PreviousFilesTest {

    private static final int WIDTH = 90;
    private static final int HEIGHT = 60;
    private static final double SCORE = 1e-5;
    private static final double PIXELS = 1e-3;

    @TempDir
    Path folder;

    private Path checkpoint;
    private Path onnx;

    @BeforeEach
    void copy() throws IOException {
        checkpoint = Files.write(folder.resolve("small.ckpt"), resource("small.ckpt"));
        onnx = Files.write(folder.resolve("small.onnx"), resource("small-detections.onnx"));
    }

    @Test
    void a_checkpoint_is_read_and_written_again_byte_by_byte() throws IOException {
        Path again = folder.resolve("again.ckpt");

        Checkpoint read = Checkpoint.read(checkpoint);
        read.write(again);

        assertThat(read.progress().epoch()).isEqualTo(3);
        assertThat(read.progress().iteration()).isEqualTo(42);
        assertThat(again).hasSameBinaryContentAs(checkpoint);
    }

    @Test
    void a_detector_file_finds_what_it_found() throws IOException {
        try (OnnxDetector detector = OnnxDetector.open(onnx, new Postprocessing(0.05, 0.65), SessionSettings.DEFAULT)) {
            List<Detection> found = detector.detect(image());

            List<double[]> expected = new String(resource("small-detections.txt"), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> Arrays.stream(line.split(" "))
                            .mapToDouble(Double::parseDouble)
                            .toArray())
                    .toList();
            assertThat(found).hasSameSizeAs(expected).isNotEmpty();
            for (int i = 0; i < found.size(); i++) {
                Detection detection = found.get(i);
                double[] row = expected.get(i);
                assertThat(detection.classId()).isEqualTo((int) row[0]);
                assertThat(detection.score()).isCloseTo(row[1], within(SCORE));
                assertThat(new double[] {detection.x1(), detection.y1(), detection.x2(), detection.y2()})
                        .containsExactly(Arrays.copyOfRange(row, 2, 6), within(PIXELS));
            }
        }
    }

    @Test
    void the_checkpoint_is_exported_to_the_same_bytes() throws IOException {
        Map<String, String> facts =
                OnnxHeader.read(resource("small-detections.onnx")).metadata();
        ModelMetadata metadata = ModelMetadata.of(facts);
        Checkpoint read = Checkpoint.read(checkpoint);

        OnnxModel model = new DetectorExporter(read.card().config(), read.average(), new AnchorGrid(64, 96))
                .model(
                        DetectorOptions.of(metadata.form())
                                .withSelection(metadata.selection().orElseThrow()),
                        metadata);

        Map<String, String> written = new TreeMap<>(model.metadata());
        written.put("version", metadata.origin().version());
        OnnxModel ofThatVersion = new OnnxModel(
                model.graph(),
                model.opset(),
                model.producer(),
                metadata.origin().version(),
                written);
        assertThat(ofThatVersion.toBytes()).isEqualTo(resource("small-detections.onnx"));
    }

    private static BgrImage image() {
        double[] numbers = new SplitMix64(3).doubles(WIDTH * HEIGHT * BgrImage.CHANNELS);
        byte[] pixels = new byte[numbers.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (numbers[i] * 256);
        }
        return new BgrImage(WIDTH, HEIGHT, pixels);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = PreviousFilesTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }
}
