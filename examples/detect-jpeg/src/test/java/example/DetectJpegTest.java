package example;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as somebody runs it: in its own process, on the class path that Maven resolves. */
class DetectJpegTest {

    private static final long MOST_BYTES = 75L << 20;

    @Test
    void objects_are_printed_one_a_line(@TempDir Path folder) throws Exception {
        Path model = folder.resolve("small.onnx");
        try (InputStream in = DetectJpegTest.class.getResourceAsStream("small.onnx")) {
            Files.copy(in, model);
        }
        Path image = folder.resolve("noise.jpg");
        ImageIO.write(noise(), "jpg", image.toFile());

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        "target/classes" + File.pathSeparator + classPath(),
                        "example.DetectJpeg",
                        model.toString(),
                        image.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output.lines()).isNotEmpty().allMatch(line -> line.startsWith("Detection["));
    }

    @Test
    void the_class_path_is_short_and_without_training() throws IOException {
        List<Path> jars = List.of(classPath().split(File.pathSeparator)).stream()
                .map(Path::of)
                .toList();
        long bytes = 0;
        for (Path jar : jars) {
            System.out.printf("%,12d %s%n", Files.size(jar), jar.getFileName());
            bytes += Files.size(jar);
        }
        System.out.printf("%,12d bytes, %d jars%n", bytes, jars.size());

        assertThat(jars).hasSizeLessThanOrEqualTo(12);
        assertThat(bytes).isLessThan(MOST_BYTES);
        assertThat(jars.stream().map(jar -> jar.getFileName().toString()))
                .noneMatch(name -> name.matches("(nd4j|javacpp|opencv|yolox4j-(trainer|exporter|core)).*"));
    }

    private static String classPath() throws IOException {
        return Files.readString(Path.of("target/classpath.txt")).strip();
    }

    private static BufferedImage noise() {
        BufferedImage image = new BufferedImage(90, 60, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(3);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                image.setRGB(x, y, random.nextInt(1 << 24));
            }
        }
        return image;
    }
}
