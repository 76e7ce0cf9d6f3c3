package io.github.yolox4j.detection.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.yolox4j.detection.image.opencv.OpenCvBackend;
import io.github.yolox4j.testkit.SharedData;
import java.awt.Color;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Java platform beside OpenCV: the same pixels, or nearly. */
class JavaBackendTest {

    private static final ImageBackend JAVA = new JavaBackend();
    private static final ImageBackend OPENCV = new OpenCvBackend();

    @ParameterizedTest(name = "{0} x {1} to {2} x {3}")
    @CsvSource({
        "640, 480, 416, 312",
        "640, 427, 416, 277",
        "500, 375, 320, 240",
        "90, 60, 96, 64",
        "90, 60, 416, 277",
        "64, 64, 32, 32",
        "7, 5, 3, 11",
        "1, 1, 4, 4",
        "3, 200, 1, 100",
        "1000, 20, 333, 6"
    })
    void scaled_pixels_differ_by_at_most_one_level(int width, int height, int scaledWidth, int scaledHeight) {
        BgrImage image = Pictures.noise(width, height, 1);

        BgrImage java = JAVA.resize(image, scaledWidth, scaledHeight);
        BgrImage opencv = OPENCV.resize(image, scaledWidth, scaledHeight);

        assertThat(largestDifference(java, opencv)).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                BufferedImage.TYPE_3BYTE_BGR,
                BufferedImage.TYPE_INT_RGB,
                BufferedImage.TYPE_INT_ARGB,
                BufferedImage.TYPE_BYTE_GRAY,
                BufferedImage.TYPE_USHORT_GRAY,
                BufferedImage.TYPE_BYTE_INDEXED,
                BufferedImage.TYPE_BYTE_BINARY
            })
    void a_png_file_of_any_type_decodes_to_the_same_pixels(int type) throws IOException {
        byte[] png = encoded(gradient(type), "png");

        assertThat(JAVA.decode(png).pixels()).isEqualTo(OPENCV.decode(png).pixels());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bmp", "tiff"})
    void a_bitmap_or_tiff_file_decodes_to_the_same_pixels(String format) throws IOException {
        byte[] file = encoded(gradient(BufferedImage.TYPE_3BYTE_BGR), format);

        assertThat(JAVA.decode(file).pixels()).isEqualTo(OPENCV.decode(file).pixels());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void an_orientation_is_applied_as_opencv_does(int orientation) throws IOException {
        byte[] jpeg = withSegment(encoded(gradient(BufferedImage.TYPE_3BYTE_BGR), "jpg"), 0xe1, exif(orientation));

        BgrImage java = JAVA.decode(jpeg);
        BgrImage opencv = OPENCV.decode(jpeg);

        assertThat(java.width()).isEqualTo(opencv.width()).isEqualTo(orientation < 5 ? 40 : 24);
        assertThat(largestDifference(java, opencv)).isLessThanOrEqualTo(1);
    }

    @Test
    void a_colour_profile_changes_nothing() throws IOException {
        byte[] plain = encoded(gradient(BufferedImage.TYPE_3BYTE_BGR), "jpg");
        ByteArrayOutputStream segment = new ByteArrayOutputStream();
        segment.writeBytes("ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII));
        segment.write(1);
        segment.write(1);
        segment.writeBytes(ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData());

        byte[] profiled = withSegment(plain, 0xe2, segment.toByteArray());

        assertThat(JAVA.decode(profiled).pixels()).isEqualTo(JAVA.decode(plain).pixels());
    }

    @Test
    void photographs_decode_to_nearly_the_same_pixels() throws IOException {
        Path folder = SharedData.folder("coco_val_ccby").resolve("images");
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                byte[] jpeg = Files.readAllBytes(file);
                assertThat(largestDifference(JAVA.decode(jpeg), OPENCV.decode(jpeg)))
                        .as(file.toString())
                        .isLessThanOrEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PNG", "JPEG"})
    void an_encoded_image_is_read_by_both(ImageFormat format) throws IOException {
        BgrImage image = JAVA.decode(encoded(gradient(BufferedImage.TYPE_3BYTE_BGR), "png"));
        int levels = format == ImageFormat.PNG ? 0 : 12;

        byte[] file = JAVA.encode(image, format);

        assertThat(largestDifference(OPENCV.decode(file), image)).isLessThanOrEqualTo(levels);
        assertThat(largestDifference(JAVA.decode(file), image)).isLessThanOrEqualTo(levels);
    }

    @Test
    void what_is_no_image_it_can_read_is_refused_with_a_way_out() {
        byte[] webp = "RIFF....WEBPVP8 ".getBytes(StandardCharsets.US_ASCII);

        assertThatThrownBy(() -> JAVA.decode(webp))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("16 bytes", "org.openpnp:opencv");
    }

    @Test
    void a_backend_is_chosen_by_name_and_the_first_one_without() {
        List<ImageBackend> both = List.of(OPENCV, JAVA);

        assertThat(InstalledBackend.chosen(both, null)).isSameAs(OPENCV);
        assertThat(InstalledBackend.chosen(both, "java")).isSameAs(JAVA);
        assertThatThrownBy(() -> InstalledBackend.chosen(both, "gd"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("system property yolox4j.images: expected opencv or java, got gd");
    }

    private static int largestDifference(BgrImage a, BgrImage b) {
        assertThat(a.width()).isEqualTo(b.width());
        assertThat(a.height()).isEqualTo(b.height());
        int largest = 0;
        for (int i = 0; i < a.pixels().length; i++) {
            largest = Math.max(largest, Math.abs((a.pixels()[i] & 0xff) - (b.pixels()[i] & 0xff)));
        }
        return largest;
    }

    /** 40 x 24 pixels, no two rows or columns alike; half of them see-through where the type knows that. */
    private static BufferedImage gradient(int type) {
        BufferedImage image = new BufferedImage(40, 24, type);
        for (int y = 0; y < 24; y++) {
            for (int x = 0; x < 40; x++) {
                image.setRGB(x, y, new Color(6 * x, 10 * y, 3 * x + 4 * y, x < 20 ? 255 : 128).getRGB());
            }
        }
        return image;
    }

    private static byte[] encoded(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }

    /** A JPEG file with one more segment behind its first marker. */
    private static byte[] withSegment(byte[] jpeg, int marker, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(jpeg, 0, 2);
        out.write(0xff);
        out.write(marker);
        out.write(content.length + 2 >> 8);
        out.write(content.length + 2);
        out.writeBytes(content);
        out.write(jpeg, 2, jpeg.length - 2);
        return out.toByteArray();
    }

    private static byte[] exif(int orientation) {
        byte[] tiff = {
            'E',
            'x',
            'i',
            'f',
            0,
            0,
            'M',
            'M',
            0,
            42,
            0,
            0,
            0,
            8,
            0,
            1,
            1,
            18,
            0,
            3,
            0,
            0,
            0,
            1,
            0,
            (byte) orientation,
            0,
            0,
            0,
            0,
            0,
            0
        };
        return tiff;
    }
}
