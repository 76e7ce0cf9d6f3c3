package example;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.decode.Postprocessing;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.ImageFiles;
import io.github.yolox4j.inference.OnnxDetector;
import io.github.yolox4j.ort.SessionSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** One endpoint over one exported file: an image is posted to {@code /detect}, detections come back as JSON. */
public final class DetectionService implements AutoCloseable {

    private static final int LARGEST_BODY = 16 << 20;
    private static final int THREADS = 4;

    private final ObjectMapper json = new ObjectMapper();
    private final OnnxDetector detector;
    private final HttpServer server;
    private final ExecutorService threads;

    private DetectionService(OnnxDetector detector, HttpServer server) {
        this.detector = detector;
        this.server = server;
        this.threads = Executors.newFixedThreadPool(THREADS);
    }

    /** Serves the file given first at the port given second. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            System.err.println("usage: DetectionService MODEL.onnx PORT");
            System.exit(2);
        }
        DetectionService service = start(Path.of(arguments[0]), Integer.parseInt(arguments[1]), Postprocessing.DEFAULT);
        System.out.println("listening on port " + service.port());
    }

    /**
     * Opens the file and listens.
     *
     * @param port 0 for any that is free
     */
    static DetectionService start(Path model, int port, Postprocessing postprocessing) throws IOException {
        OnnxDetector detector = OnnxDetector.open(model, postprocessing, SessionSettings.DEFAULT);
        DetectionService service =
                new DetectionService(detector, HttpServer.create(new InetSocketAddress(port), THREADS));
        service.server.setExecutor(service.threads); // all threads share the detector
        service.server.createContext("/detect", service::answer);
        service.server.start();
        return service;
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("POST")) {
                reply(exchange, 405, "post an image\n".getBytes(StandardCharsets.UTF_8));
                return;
            }
            byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
            if (body.length > LARGEST_BODY) {
                reply(exchange, 413, "the image is too large\n".getBytes(StandardCharsets.UTF_8));
                return;
            }
            Path file = Files.createTempFile("image", ".png"); // what it really is, its first bytes say
            try {
                Files.write(file, body);
                List<Detection> found = detector.detect(read(file));
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                reply(exchange, 200, json.writeValueAsBytes(found.stream().map(Found::of).toList()));
            } catch (UnreadableImage e) {
                reply(exchange, 400, "this is no image\n".getBytes(StandardCharsets.UTF_8));
            } finally {
                Files.delete(file);
            }
        }
    }

    private static BgrImage read(Path file) throws UnreadableImage {
        try {
            return ImageFiles.read(file);
        } catch (IOException e) {
            throw new UnreadableImage(e);
        }
    }

    private static void reply(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
        detector.close();
    }

    /** A detection as the answer has it; corners in pixels of the image. */
    private record Found(int classId, double score, double x1, double y1, double x2, double y2) {

        static Found of(Detection d) {
            return new Found(d.classId(), d.score(), d.x1(), d.y1(), d.x2(), d.y2());
        }
    }

    private static final class UnreadableImage extends Exception {
        private static final long serialVersionUID = 1;

        UnreadableImage(IOException cause) {
            super(cause);
        }
    }
}
