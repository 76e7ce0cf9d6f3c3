package example;

import io.github.yolox4j.detection.Detector;
import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.decode.Postprocessing;
import io.github.yolox4j.detection.image.ImageFiles;
import io.github.yolox4j.inference.OnnxDetector;
import io.github.yolox4j.ort.SessionSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Detects the objects in one image file and prints them. */
public final class DetectJpeg {

    private DetectJpeg() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            System.err.println("usage: DetectJpeg MODEL.onnx IMAGE.jpg");
            System.exit(2);
        }
        detect(Path.of(arguments[0]), Path.of(arguments[1])).forEach(System.out::println);
    }

    /**
     * The objects in an image.
     *
     * @param model a file that {@code yolox4j export} wrote
     * @throws IOException if one of the files cannot be read
     */
    static List<Detection> detect(Path model, Path image) throws IOException {
        try (Detector detector = OnnxDetector.open(model, Postprocessing.DEFAULT, SessionSettings.DEFAULT)) {
            return detector.detect(ImageFiles.read(image));
        }
    }
}
