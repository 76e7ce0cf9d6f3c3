package example;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.detection.file.WholeFile;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.yolox4j.detection.metadata.ModelMetadata.Form;
import io.github.yolox4j.detection.metadata.ModelMetadata;
import io.github.yolox4j.export.detector.DetectorExporter;
import io.github.yolox4j.export.detector.DetectorOptions;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.decode.Postprocessing;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.weights.Weights;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

/** The service over a small detector with random weights, which finds something everywhere. */
class DetectionServiceTest {

    private static DetectionService service;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        YoloxConfig config = new YoloxConfig("small", 0.33, 0.0625, true, 2);
        Weights weights = new Yolox(config).initialise(DataType.FLOAT, 1);
        AnchorGrid grid = new AnchorGrid(64, 64);
        Path file = folder.resolve("small.onnx");
        WholeFile.write(file, new DetectorExporter(config, weights, grid)
                .model(
                        DetectorOptions.of(Form.DECODED),
                        ModelMetadata.ofDetector(List.of("cat", "dog"), 64, 64, Form.DECODED, "none"))::writeTo);
        service = DetectionService.start(file, 0, new Postprocessing(0, 0.65));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void a_posted_image_is_answered_with_detections() throws Exception {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(100, 80, BufferedImage.TYPE_INT_RGB), "png", png);

        HttpResponse<byte[]> answer = send(request().POST(BodyPublishers.ofByteArray(png.toByteArray())));

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode found = new ObjectMapper().readTree(answer.body());
        assertThat(found).isNotEmpty().allSatisfy(detection -> {
            assertThat(detection.path("classId").intValue()).isBetween(0, 1);
            assertThat(detection.path("score").doubleValue()).isBetween(0.0, 1.0);
            assertThat(detection.path("x1").isNumber()).isTrue();
        });
    }

    @Test
    void what_is_no_image_is_refused() throws Exception {
        assertThat(send(request().POST(BodyPublishers.ofString("hello"))).statusCode())
                .isEqualTo(400);
        assertThat(send(request().GET()).statusCode()).isEqualTo(405);
    }

    private static HttpRequest.Builder request() {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + service.port() + "/detect"));
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofByteArray());
    }
}
