package io.github.yolox4j.detection.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.yolox4j.detection.image.opencv.OpenCvLibrary;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.Scalar;
import org.opencv.imgcodecs.Imgcodecs;

class JavaBackendTest {

    @Test
    void webp_is_refused_with_the_name_of_the_library_that_reads_it(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("picture.webp");
        Files.write(file, webp());

        assertThatThrownBy(() -> ImageFiles.read(file, Backends.JAVA))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot read image " + file + ": its " + Files.size(file)
                        + " bytes cannot be decoded as an image by the Java platform; org.openpnp:opencv on the class"
                        + " path reads WebP too");
        assertThatThrownBy(() -> ImageFiles.size(file, Backends.JAVA)).hasMessageContaining("org.openpnp:opencv");
        assertThat(ImageFiles.size(file, Backends.OPENCV)).isEqualTo(new ImageSize(24, 16));
    }

    /** OpenCV alone reads it. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void the_orientation_of_a_webp_counts(int orientation, @TempDir Path folder) throws IOException {
        BgrImage upright = Backends.OPENCV.decode(webp());
        byte[] bytes = Pictures.webpWithOrientation(webp(), 24, 16, orientation);
        Path file = Files.write(folder.resolve("picture.webp"), bytes);

        BgrImage expected = Orientation.of(orientation).apply(upright);
        assertThat(ImageFiles.read(file, Backends.OPENCV).pixels()).isEqualTo(expected.pixels());
        assertThat(ImageFiles.size(file, Backends.OPENCV))
                .isEqualTo(new ImageSize(expected.width(), expected.height()));
    }

    private static byte[] webp() {
        OpenCvLibrary.load();
        Mat plain = new Mat(16, 24, CvType.CV_8UC3, new Scalar(10, 20, 30));
        plain.submat(0, 5, 0, 9).setTo(new Scalar(200, 100, 150));
        MatOfByte encoded = new MatOfByte();
        Imgcodecs.imencode(".webp", plain, encoded);
        byte[] bytes = encoded.toArray();
        plain.release();
        encoded.release();
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg", "bmp", "gif", "tiff"})
    void a_damaged_file_is_an_image_or_an_io_exception_of_one_line(String format) throws IOException {
        BufferedImage image = new BufferedImage(20, 20, BufferedImage.TYPE_3BYTE_BGR);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, format, out);
        byte[] whole = out.toByteArray();
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 300; i++) {
            byte[] damaged = Arrays.copyOf(whole, i % 3 == 0 ? random.nextInt(1, whole.length) : whole.length);
            for (int k = 0; k < i % 4; k++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }

            Throwable thrown = catchThrowable(() -> Backends.JAVA.decode(damaged));

            if (thrown != null) {
                assertThat(thrown).as("damage %d", i).isInstanceOf(IOException.class);
                assertThat(thrown.getMessage()).as("damage %d", i).isNotBlank().doesNotContain("\n");
            }
        }
    }
}
