package io.github.yolox4j.detection.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageNotesTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"png, 1, 1407", "png, 3, 4095", "png, 4, 1023", "tiff, 1, 8191", "tiff, 3, 0"})
    void sixteen_bits_that_use_few_of_them_get_a_note(String format, int bands, int largest) throws IOException {
        assertThat(ImageNotes.of(written(format, bands, largest)))
                .containsExactly(
                        "16-bit image whose largest value is " + largest + " of 65535: it will be nearly black");
    }

    @ParameterizedTest
    @CsvSource({"png, 1, 8192", "png, 3, 65535", "tiff, 3, 20000"})
    void sixteen_bits_that_use_more_get_none(String format, int bands, int largest) throws IOException {
        assertThat(ImageNotes.of(written(format, bands, largest))).isEmpty();
    }

    @Test
    void other_files_get_none() throws IOException {
        Path dark = folder.resolve("dark.png");
        ImageFiles.write(Pictures.plain(9, 7, 0, 0, 1), dark);
        assertThat(ImageNotes.of(dark)).isEmpty();
        Path jpeg = folder.resolve("dark.jpg");
        ImageFiles.write(Pictures.plain(9, 7, 0, 0, 1), jpeg);
        assertThat(ImageNotes.of(jpeg)).isEmpty();
        assertThat(ImageNotes.of(Files.writeString(folder.resolve("notes.png"), "no image")))
                .isEmpty();
        Path cut = folder.resolve("cut.png");
        byte[] whole = Files.readAllBytes(written("png", 3, 5));
        assertThat(ImageNotes.of(Files.write(cut, Arrays.copyOf(whole, 50)))).isEmpty();
        assertThatThrownBy(() -> ImageNotes.of(folder.resolve("absent.png")))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot read image " + folder.resolve("absent.png") + ": no such file");
    }

    /** One sample has the largest value; the fourth band, transparency, is full. */
    private Path written(String format, int bands, int largest) throws IOException {
        BufferedImage image = bands == 1
                ? new BufferedImage(11, 5, BufferedImage.TYPE_USHORT_GRAY)
                : ImageTypeSpecifier.createInterleaved(
                                ColorSpace.getInstance(ColorSpace.CS_sRGB),
                                bands == 4 ? new int[] {0, 1, 2, 3} : new int[] {0, 1, 2},
                                DataBuffer.TYPE_USHORT,
                                bands == 4,
                                false)
                        .createBufferedImage(11, 5);
        WritableRaster raster = image.getRaster();
        for (int i = 0; i < 11 * 5; i++) {
            for (int band = 0; band < bands; band++) {
                raster.setSample(i % 11, i / 11, band, band == 3 ? 65535 : largest / 2);
            }
        }
        raster.setSample(7, 3, bands == 1 ? 0 : 2, largest);
        Path file = folder.resolve("deep." + format);
        assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
        return file;
    }
}
