package io.github.yolox4j.detection.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of image files, over both backends. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.github.yolox4j.detection.image.Backends#all")
class ImageFilesTest {

    @Parameter
    ImageBackend backend;

    @TempDir
    Path folder;

    @Test
    void png_comes_back_byte_for_byte() throws IOException {
        BgrImage image = Pictures.noise(37, 21, 1);
        Path file = folder.resolve("new/noise.png");

        ImageFiles.write(image, file, backend);

        BgrImage read = ImageFiles.read(file, backend);
        assertThat(read.width()).isEqualTo(37);
        assertThat(read.height()).isEqualTo(21);
        assertThat(read.pixels()).isEqualTo(image.pixels());
        assertThat(file.getParent()).isDirectoryNotContaining("glob:**.part");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.jpg", "b.JPEG"})
    void jpeg_comes_back_nearly(String name) throws IOException {
        Path file = folder.resolve(name);

        ImageFiles.write(Pictures.plain(40, 30, 200, 100, 50), file, backend);

        BgrImage read = ImageFiles.read(file, backend);
        assertThat(read.get(20, 15, 0)).isCloseTo(200, within(3));
        assertThat(read.get(20, 15, 1)).isCloseTo(100, within(3));
        assertThat(read.get(20, 15, 2)).isCloseTo(50, within(3));
        assertThat(ImageFiles.size(file, backend)).isEqualTo(new ImageSize(40, 30));
    }

    @Test
    void an_image_of_another_writer_is_read_as_blue_green_red() throws IOException {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, 0xff8001);
        Path file = folder.resolve("java.png");
        ImageIO.write(image, "png", file.toFile());

        BgrImage read = ImageFiles.read(file, backend);

        assertThat(new int[] {read.get(0, 0, 0), read.get(0, 0, 1), read.get(0, 0, 2)})
                .containsExactly(0x01, 0x80, 0xff);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp", "gif", "tiff"})
    void the_size_of_other_formats_is_read_from_the_header(String format) throws IOException {
        Path file = folder.resolve("image." + format);
        assertThat(ImageIO.write(new BufferedImage(31, 17, BufferedImage.TYPE_INT_RGB), format, file.toFile()))
                .isTrue();

        assertThat(ImageFiles.size(file, backend)).isEqualTo(new ImageSize(31, 17));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void the_camera_orientation_counts_for_pixels_and_size_alike(int orientation) throws IOException {
        Path file = folder.resolve("turned.jpg");
        ImageFiles.write(Pictures.noise(40, 24, 2), file, backend);
        Files.write(file, Pictures.withOrientation(Files.readAllBytes(file), orientation));

        BgrImage read = ImageFiles.read(file, backend);

        ImageSize expected = orientation < 5 ? new ImageSize(40, 24) : new ImageSize(24, 40);
        assertThat(new ImageSize(read.width(), read.height())).isEqualTo(expected);
        assertThat(ImageFiles.size(file, backend)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void the_orientation_counts_in_every_format(int orientation) throws IOException {
        BgrImage image = Pictures.noise(40, 24, 2);
        byte[] png = backend.encode(image, ImageFormat.PNG);
        byte[] exif = Pictures.exif(orientation);
        assertTurned("before.png", Pictures.withChunk(png, "eXIf", exif, true), image, orientation);
        assertTurned("after.png", Pictures.withChunk(png, "eXIf", exif, false), image, orientation);
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            assertTurned("image.tif", Pictures.tiff(image, orientation, order), image, orientation);
        }
    }

    private void assertTurned(String name, byte[] bytes, BgrImage upright, int orientation) throws IOException {
        Path file = Files.write(folder.resolve(name), bytes);
        BgrImage expected = Orientation.of(orientation).apply(upright);
        assertThat(ImageFiles.size(file, backend))
                .as(name)
                .isEqualTo(new ImageSize(expected.width(), expected.height()));
        BgrImage read = ImageFiles.read(file, backend);
        assertThat(new ImageSize(read.width(), read.height()))
                .as(name)
                .isEqualTo(new ImageSize(expected.width(), expected.height()));
        assertThat(read.pixels()).as(name).isEqualTo(expected.pixels());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "photo.jpg  | heic | a HEIC image (by its first bytes), not a JPEG",
                "photo.png  | heif | a HEIC image (by its first bytes), not a PNG",
                "photo.jpeg | avif | an AVIF image (by its first bytes), not a JPEG",
                "photo.avif | avif | an AVIF image (by its first bytes)",
                "photo.jpg  | jxl  | a JPEG XL image (by its first bytes), not a JPEG",
                "photo.jpg  | gif  | an animated GIF image (by its first bytes), not a JPEG",
                "photo.gif  | gif  | an animated GIF image (by its first bytes)",
                "photo.jpg  | webp | an animated WebP image (by its first bytes), not a JPEG",
                "photo.webp | webp | an animated WebP image (by its first bytes)",
                "photo.jpg  | apng | an animated PNG image (by its first bytes), not a JPEG",
            })
    void what_is_not_read_is_called_what_it_is(String name, String kind, String expected) throws IOException {
        Path file = Files.write(folder.resolve(name), foreign(kind));
        String message = "cannot read image " + file + ": it is " + expected + "; convert it to JPEG or PNG";

        assertThatThrownBy(() -> ImageFiles.read(file, backend))
                .isInstanceOf(IOException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> ImageFiles.size(file, backend))
                .isInstanceOf(IOException.class)
                .hasMessage(message);
    }

    private byte[] foreign(String kind) throws IOException {
        return switch (kind) {
            case "heic" -> "\0\0\0\30ftypheic\0\0\0\0mif1heic....".getBytes(StandardCharsets.ISO_8859_1);
            case "heif" -> "\0\0\0\30ftypmif1\0\0\0\0mif1heic....".getBytes(StandardCharsets.ISO_8859_1);
            case "avif" -> "\0\0\0\30ftypmif1\0\0\0\0mif1avif....".getBytes(StandardCharsets.ISO_8859_1);
            case "jxl" -> "\0\0\0\fJXL \r\n\u0087\n".getBytes(StandardCharsets.ISO_8859_1);
            case "gif" -> gif(2);
            case "webp" -> "RIFF\36\0\0\0WEBPVP8X\n\0\0\0\2\0\0\0\27\0\0\17\0\0".getBytes(StandardCharsets.ISO_8859_1);
            default -> apng();
        };
    }

    private byte[] apng() throws IOException {
        byte[] frames = {0, 0, 0, 2, 0, 0, 0, 0};
        return Pictures.withChunk(backend.encode(Pictures.noise(8, 6, 1), ImageFormat.PNG), "acTL", frames, true);
    }

    /** Viewers without animation show its first image, and so does OpenCV. */
    @Test
    void an_animated_png_under_its_own_name_is_its_first_image() throws IOException {
        Path file = Files.write(folder.resolve("moving.png"), apng());
        assertThat(ImageFiles.read(file, backend).pixels())
                .isEqualTo(Pictures.noise(8, 6, 1).pixels());
        assertThat(ImageFiles.size(file, backend)).isEqualTo(new ImageSize(8, 6));
    }

    @Test
    void a_gif_that_stands_still_is_read_with_and_without_opencv() throws IOException {
        Path file = Files.write(folder.resolve("still.jpg"), gif(1));
        BgrImage read = ImageFiles.read(file, backend);
        assertThat(new int[] {read.get(3, 2, 0), read.get(3, 2, 1), read.get(3, 2, 2)})
                .containsExactly(0x33, 0x66, 0xcc);
        assertThat(ImageFiles.size(file, backend)).isEqualTo(new ImageSize(9, 7));
    }

    private static byte[] gif(int frames) throws IOException {
        BufferedImage image = new BufferedImage(9, 7, BufferedImage.TYPE_BYTE_INDEXED);
        for (int i = 0; i < 9 * 7; i++) {
            image.setRGB(i % 9, i / 9, 0xcc6633);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.prepareWriteSequence(null);
            for (int i = 0; i < frames; i++) {
                writer.writeToSequence(new IIOImage(image, null, null), null);
            }
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    @Test
    void an_absent_file_is_named() {
        Path file = folder.resolve("absent.jpg");

        assertThatThrownBy(() -> ImageFiles.read(file, backend))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot read image " + file + ": no such file");
        assertThatThrownBy(() -> ImageFiles.size(file, backend))
                .hasMessage("cannot read image " + file + ": no such file");
    }

    @Test
    void a_folder_is_no_image() {
        assertThatThrownBy(() -> ImageFiles.read(folder, backend))
                .hasMessage("cannot read image " + folder + ": it is a folder");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text.jpg", "text.png"})
    void a_text_file_is_no_image(String name) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "not an image");

        assertThatThrownBy(() -> ImageFiles.read(file, backend))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot read image " + file + ": its 12 bytes cannot be decoded as an image");
        assertThatThrownBy(() -> ImageFiles.size(file, backend)).isInstanceOf(IOException.class);
    }

    @Test
    void an_empty_file_is_no_image() throws IOException {
        Path file = Files.createFile(folder.resolve("empty.png"));

        assertThatThrownBy(() -> ImageFiles.read(file, backend))
                .hasMessage("cannot read image " + file + ": the file is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut.jpg", "cut.png"})
    void an_image_cut_in_half_is_refused(String name) throws IOException {
        Path file = folder.resolve(name);
        ImageFiles.write(Pictures.noise(64, 64, 3), file, backend);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));

        assertThatThrownBy(() -> ImageFiles.read(file, backend))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot read image " + file + ": ");
    }

    /** Some cameras write them; libjpeg calls it "extraneous bytes before marker" and goes on. */
    @Test
    void stray_bytes_between_the_segments_of_a_jpeg_are_passed_over() throws IOException {
        Path whole = folder.resolve("whole.jpg");
        ImageFiles.write(Pictures.noise(40, 30, 3), whole, backend);
        byte[] bytes = Files.readAllBytes(whole);
        int firstSegment = 2 + 2 + (((bytes[4] & 0xff) << 8) | (bytes[5] & 0xff));
        ByteArrayOutputStream stray = new ByteArrayOutputStream();
        stray.write(bytes, 0, firstSegment);
        stray.write(new byte[] {0, 0x12, (byte) 0xff, 0, 7});
        stray.write(bytes, firstSegment, bytes.length - firstSegment);
        Path file = Files.write(folder.resolve("stray.jpg"), stray.toByteArray());

        assertThat(ImageFiles.size(file, backend)).isEqualTo(new ImageSize(40, 30));
        assertThat(ImageFiles.read(file, backend).pixels())
                .isEqualTo(ImageFiles.read(whole, backend).pixels());
    }

    @Test
    void a_jpeg_cut_in_its_header_is_refused() throws IOException {
        Path file = folder.resolve("header.jpg");
        ImageFiles.write(Pictures.noise(64, 64, 3), file, backend);
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 60));

        assertThatThrownBy(() -> ImageFiles.read(file, backend))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot read image " + file + ": broken JPEG header");
        assertThatThrownBy(() -> ImageFiles.size(file, backend)).isInstanceOf(IOException.class);
    }

    @Test
    void only_png_and_jpeg_are_written() {
        Path file = folder.resolve("image.gif");

        assertThatThrownBy(() -> ImageFiles.write(Pictures.plain(1, 1, 0, 0, 0), file, backend))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot write image " + file + ": its name must end in .png, .jpg or .jpeg");
        assertThat(file).doesNotExist();
    }

    @Test
    void image_names_are_told_by_their_ending() {
        assertThat(ImageFiles.hasImageName(Path.of("a/b.JPG"))).isTrue();
        assertThat(ImageFiles.hasImageName(Path.of("a.png/b.txt"))).isFalse();
        assertThat(ImageFiles.hasImageName(Path.of("png"))).isFalse();
    }
}
