package io.github.yolox4j.detection.image;

import static io.github.yolox4j.detection.image.Backends.JAVA;
import static io.github.yolox4j.detection.image.Backends.OPENCV;
import static io.github.yolox4j.detection.image.Backends.largestDifference;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.testkit.SharedData;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the Java platform makes of an image, against what OpenCV makes of it. */
class BackendAgreementTest {

    /**
     * JPEG decoders may round differently. On x86-64 both decode all 47 pictures of {@code coco_val_ccby} to the same
     * bytes.
     */
    private static final int JPEG_LEVELS = 1;

    private static final int PICTURES = 12;

    private enum Sizes {
        /** Every pixel the mean of four. */
        HALF {
            @Override
            int[] draw(SplittableRandom random) {
                int width = random.nextInt(1, 150);
                int height = random.nextInt(1, 150);
                return new int[] {2 * width, 2 * height, width, height};
            }
        },
        DOUBLE {
            @Override
            int[] draw(SplittableRandom random) {
                int width = random.nextInt(1, 150);
                int height = random.nextInt(1, 150);
                return new int[] {width, height, 2 * width, 2 * height};
            }
        },
        /** Fewer columns, more rows. */
        HALF_AND_DOUBLE {
            @Override
            int[] draw(SplittableRandom random) {
                int width = random.nextInt(1, 150);
                int height = random.nextInt(1, 150);
                return new int[] {2 * width, height, width, 2 * height};
            }
        },
        SMALLER {
            @Override
            int[] draw(SplittableRandom random) {
                int width = random.nextInt(1, 250);
                int height = random.nextInt(1, 250);
                return new int[] {width, height, random.nextInt(1, width + 1), random.nextInt(1, height + 1)};
            }
        },
        LARGER {
            @Override
            int[] draw(SplittableRandom random) {
                int width = random.nextInt(1, 120);
                int height = random.nextInt(1, 120);
                return new int[] {width, height, random.nextInt(width, 4 * width), random.nextInt(height, 4 * height)};
            }
        },
        ANY {
            @Override
            int[] draw(SplittableRandom random) {
                return random.ints(4, 1, 250).toArray();
            }
        };

        /** Width and height of an image, then of its scaled copy. */
        abstract int[] draw(SplittableRandom random);
    }

    @ParameterizedTest
    @EnumSource
    void resizing_noise_is_equal_byte_for_byte(Sizes sizes) {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 60; i++) {
            int[] s = sizes.draw(random);
            BgrImage image = Pictures.noise(s[0], s[1], i);

            assertThat(JAVA.resize(image, s[2], s[3]).pixels())
                    .as("%d x %d to %d x %d", s[0], s[1], s[2], s[3])
                    .isEqualTo(OPENCV.resize(image, s[2], s[3]).pixels());
        }
    }

    @Test
    void letterboxed_pictures_are_equal_byte_for_byte_and_decoded_within_a_few_levels() throws IOException {
        for (Path file : pictures()) {
            byte[] bytes = Files.readAllBytes(file);
            BgrImage image = OPENCV.decode(bytes);
            for (int side : new int[] {416, 640, 1280}) {
                Letterbox letterbox = Letterbox.of(image, side, side);
                int width = letterbox.scaledWidth();
                int height = letterbox.scaledHeight();
                assertThat(JAVA.resize(image, width, height).pixels())
                        .as("%s to %d", file, side)
                        .isEqualTo(OPENCV.resize(image, width, height).pixels());
            }

            BgrImage decoded = JAVA.decode(bytes);
            assertThat(largestDifference(decoded, image)).as("%s", file).isLessThanOrEqualTo(JPEG_LEVELS);
        }
    }

    private static List<Path> pictures() throws IOException {
        try (Stream<Path> files = Files.walk(SharedData.folder("coco_val_ccby"))) {
            return files.filter(file -> file.toString().endsWith(".jpg"))
                    .sorted()
                    .limit(PICTURES)
                    .toList();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void a_camera_orientation_turns_alike(int orientation) throws IOException {
        byte[] bytes =
                Pictures.withOrientation(OPENCV.encode(Pictures.quarters(48, 32), ImageFormat.JPEG), orientation);

        assertThat(largestDifference(JAVA.decode(bytes), OPENCV.decode(bytes))).isLessThanOrEqualTo(JPEG_LEVELS);
    }

    @Test
    void a_colour_profile_is_not_applied() throws IOException {
        byte[] plain = OPENCV.encode(Pictures.quarters(48, 32), ImageFormat.JPEG);
        byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
        byte[] bytes = Pictures.withSegment(plain, 0xe2, concat("ICC_PROFILE\0\1\1", profile));

        assertThat(largestDifference(JAVA.decode(bytes), JAVA.decode(plain))).isZero();
        assertThat(largestDifference(JAVA.decode(bytes), OPENCV.decode(bytes))).isLessThanOrEqualTo(JPEG_LEVELS);
    }

    private static byte[] concat(String start, byte[] rest) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(start.getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(rest);
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @EnumSource
    void what_one_writes_the_other_reads(ImageFormat format) throws IOException {
        BgrImage image = format == ImageFormat.PNG ? Pictures.noise(31, 17, 3) : Pictures.quarters(48, 32);
        int levels = format == ImageFormat.PNG ? 0 : JPEG_LEVELS;

        BgrImage byJava = OPENCV.decode(JAVA.encode(image, format));
        BgrImage byOpenCv = JAVA.decode(OPENCV.encode(image, format));

        assertThat(largestDifference(byJava, OPENCV.decode(OPENCV.encode(image, format))))
                .isLessThanOrEqualTo(levels);
        assertThat(largestDifference(byOpenCv, OPENCV.decode(OPENCV.encode(image, format))))
                .isLessThanOrEqualTo(levels);
    }

    @Test
    void a_grey_jpeg_gets_three_equal_channels() throws IOException {
        byte[] bytes = written(drawn(BufferedImage.TYPE_BYTE_GRAY), "jpeg");

        BgrImage decoded = JAVA.decode(bytes);

        assertThat(largestDifference(decoded, OPENCV.decode(bytes))).isLessThanOrEqualTo(1);
        assertThat(decoded.get(5, 6, 0)).isEqualTo(decoded.get(5, 6, 1)).isEqualTo(decoded.get(5, 6, 2));
    }

    @ParameterizedTest
    @CsvSource({
        "png, " + BufferedImage.TYPE_3BYTE_BGR,
        "png, " + BufferedImage.TYPE_4BYTE_ABGR,
        "png, " + BufferedImage.TYPE_BYTE_GRAY,
        "png, " + BufferedImage.TYPE_USHORT_GRAY,
        "png, " + BufferedImage.TYPE_BYTE_BINARY,
        "png, " + BufferedImage.TYPE_BYTE_INDEXED,
        "bmp, " + BufferedImage.TYPE_3BYTE_BGR,
        "bmp, " + BufferedImage.TYPE_BYTE_INDEXED,
        "bmp, " + BufferedImage.TYPE_BYTE_GRAY,
        "tiff, " + BufferedImage.TYPE_3BYTE_BGR,
        "tiff, " + BufferedImage.TYPE_BYTE_GRAY
    })
    void formats_without_loss_decode_equal(String format, int type) throws IOException {
        byte[] bytes = written(drawn(type), format);

        assertThat(JAVA.decode(bytes).pixels()).isEqualTo(OPENCV.decode(bytes).pixels());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8})
    void palettes_of_any_depth_decode_equal(int bits) throws IOException {
        int colors = 1 << bits;
        byte[][] channels = new byte[3][colors];
        SplittableRandom random = new SplittableRandom(bits);
        for (byte[] channel : channels) {
            random.nextBytes(channel);
        }
        IndexColorModel palette = new IndexColorModel(bits, colors, channels[0], channels[1], channels[2]);
        int type = bits == 8 ? BufferedImage.TYPE_BYTE_INDEXED : BufferedImage.TYPE_BYTE_BINARY;
        BufferedImage image = new BufferedImage(23, 19, type, palette);
        fill(image.getRaster(), random);
        byte[] bytes = written(image, "png");

        assertThat(JAVA.decode(bytes).pixels()).isEqualTo(OPENCV.decode(bytes).pixels());
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void sixteen_bits_keep_their_upper_eight(int bands) throws IOException {
        BufferedImage image = deep(bands);
        fill(image.getRaster(), new SplittableRandom(bands));
        byte[] bytes = written(image, "png");

        BgrImage decoded = JAVA.decode(bytes);

        assertThat(decoded.pixels()).isEqualTo(OPENCV.decode(bytes).pixels());
        assertThat(decoded.get(3, 2, 2)).isEqualTo(image.getRaster().getSample(3, 2, 0) >> 8);
    }

    private static BufferedImage deep(int bands) {
        boolean alpha = bands == 4;
        int[] offsets = alpha ? new int[] {0, 1, 2, 3} : new int[] {0, 1, 2};
        return ImageTypeSpecifier.createInterleaved(
                        ColorSpace.getInstance(ColorSpace.CS_sRGB), offsets, DataBuffer.TYPE_USHORT, alpha, false)
                .createBufferedImage(23, 19);
    }

    @ParameterizedTest
    @ValueSource(strings = {"LZW", "Deflate", "PackBits", "ZLib"})
    void compressed_tiff_files_decode_equal(String compression) throws IOException {
        byte[] bytes = tiff(drawn(BufferedImage.TYPE_3BYTE_BGR), compression);

        assertThat(JAVA.decode(bytes).pixels()).isEqualTo(OPENCV.decode(bytes).pixels());
    }

    private static BufferedImage drawn(int type) {
        BufferedImage image = new BufferedImage(37, 21, type);
        fill(image.getRaster(), new SplittableRandom(type));
        return image;
    }

    /** Every sample at random, in its own range. */
    private static void fill(WritableRaster raster, SplittableRandom random) {
        for (int band = 0; band < raster.getNumBands(); band++) {
            int end = 1 << raster.getSampleModel().getSampleSize(band);
            for (int y = 0; y < raster.getHeight(); y++) {
                for (int x = 0; x < raster.getWidth(); x++) {
                    raster.setSample(x, y, band, random.nextInt(end));
                }
            }
        }
    }

    private static byte[] written(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, bytes)).isTrue();
        return bytes.toByteArray();
    }

    private static byte[] tiff(BufferedImage image, String compression) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam options = writer.getDefaultWriteParam();
            options.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            options.setCompressionType(compression);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), options);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
