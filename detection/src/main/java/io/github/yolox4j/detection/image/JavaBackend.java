package io.github.yolox4j.detection.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * Images by the Java platform alone: JPEG, PNG, BMP, GIF and TIFF, no WebP.
 *
 * <p>Samples are taken as they stand in the file, as OpenCV does: colour profiles and gamma are not applied, of 16 bits
 * the upper 8 count.
 */
final class JavaBackend implements ImageBackend {

    private static final int BYTE_BITS = 8;
    private static final int MAXIMUM = 255;

    @Override
    public String name() {
        return "java";
    }

    @Override
    public String version() {
        return "Java " + Runtime.version().feature() + " ImageIO";
    }

    @Override
    public boolean isAvailable() {
        return true;
    }

    @Override
    public BgrImage decode(byte[] file) throws IOException {
        try {
            Orientation orientation = Orientation.in(file);
            byte[] plain = JpegHeader.startsIn(file) ? JpegHeader.withoutColorProfile(file) : file;
            return orientation.apply(pixels(plain));
        } catch (IOException e) {
            throw new IOException(reason(e), e);
        }
    }

    private static BgrImage pixels(byte[] file) throws IOException {
        BufferedImage decoded = ImageIO.read(new ByteArrayInputStream(file));
        if (decoded == null) {
            throw new IOException("its " + file.length + " bytes cannot be decoded as an image by the Java platform;"
                    + " org.openpnp:opencv on the class path reads WebP too");
        }
        return image(decoded);
    }

    /** In one line; where a file ends too early the Java platform gives none. */
    private static String reason(IOException e) {
        return Optional.ofNullable(e.getMessage())
                .flatMap(message -> message.lines().findFirst())
                .orElse("its image data is damaged or cut off");
    }

    private static BgrImage image(BufferedImage decoded) {
        int width = decoded.getWidth();
        int height = decoded.getHeight();
        byte[] pixels = new byte[Math.multiplyExact(Math.multiplyExact(width, height), BgrImage.CHANNELS)];
        if (decoded.getColorModel() instanceof IndexColorModel) {
            copyColors(decoded, pixels);
        } else {
            copySamples(decoded.getRaster(), pixels);
        }
        return new BgrImage(width, height, pixels);
    }

    /** Of a palette: {@code getRGB} looks the colour up. */
    private static void copyColors(BufferedImage decoded, byte[] pixels) {
        int[] row = new int[decoded.getWidth()];
        int at = 0;
        for (int y = 0; y < decoded.getHeight(); y++) {
            for (int rgb : decoded.getRGB(0, y, row.length, 1, row, 0, row.length)) {
                pixels[at++] = (byte) rgb;
                pixels[at++] = (byte) (rgb >> BYTE_BITS);
                pixels[at++] = (byte) (rgb >> 2 * BYTE_BITS);
            }
        }
    }

    /** Of grey or red, green, blue samples, with or without transparency behind them. */
    private static void copySamples(Raster raster, byte[] pixels) {
        boolean grey = raster.getNumBands() < BgrImage.CHANNELS;
        for (int channel = 0; channel < BgrImage.CHANNELS; channel++) {
            int band = grey ? 0 : BgrImage.CHANNELS - 1 - channel;
            int bits = raster.getSampleModel().getSampleSize(band);
            int[] row = new int[raster.getWidth()];
            int at = channel;
            for (int y = 0; y < raster.getHeight(); y++) {
                for (int sample : raster.getSamples(0, y, row.length, 1, band, row)) {
                    pixels[at] = level(sample, bits);
                    at += BgrImage.CHANNELS;
                }
            }
        }
    }

    private static byte level(int sample, int bits) {
        return (byte) (bits >= BYTE_BITS ? sample >>> bits - BYTE_BITS : sample * MAXIMUM / ((1 << bits) - 1));
    }

    @Override
    public byte[] encode(BgrImage image, ImageFormat format) throws IOException {
        BufferedImage picture = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_3BYTE_BGR);
        picture.getRaster().setDataElements(0, 0, image.width(), image.height(), rgb(image.pixels()));
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format.name()).next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam options = writer.getDefaultWriteParam();
            if (format == ImageFormat.JPEG) {
                options.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                options.setCompressionQuality(ImageFormat.JPEG_QUALITY / 100f);
            }
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, null), options);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** A raster takes its elements in the order of its bands: red, green, blue. */
    private static byte[] rgb(byte[] bgr) {
        byte[] rgb = new byte[bgr.length];
        for (int i = 0; i < bgr.length; i += BgrImage.CHANNELS) {
            rgb[i] = bgr[i + 2];
            rgb[i + 1] = bgr[i + 1];
            rgb[i + 2] = bgr[i];
        }
        return rgb;
    }

    @Override
    public BgrImage resize(BgrImage image, int width, int height) {
        return new FixedPointResize(image, width, height).image();
    }
}
