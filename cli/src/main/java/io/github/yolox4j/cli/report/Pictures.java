package io.github.yolox4j.cli.report;

import io.github.yolox4j.detection.file.WholeFile;
import io.github.yolox4j.detection.image.BgrImage;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Images as Java draws on them. */
public final class Pictures {

    private Pictures() {}

    static BufferedImage of(BgrImage image) {
        BufferedImage picture = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_3BYTE_BGR);
        byte[] target = ((DataBufferByte) picture.getRaster().getDataBuffer()).getData();
        System.arraycopy(image.pixels(), 0, target, 0, target.length);
        return picture;
    }

    static BgrImage image(BufferedImage picture) {
        byte[] pixels = ((DataBufferByte) picture.getRaster().getDataBuffer()).getData();
        return new BgrImage(picture.getWidth(), picture.getHeight(), pixels);
    }

    /** Writes a PNG file; missing folders are made. */
    static void write(BufferedImage picture, Path file) throws IOException {
        byte[] bytes = bytes("png", picture);
        WholeFile.writeWithFolders(file, out -> out.write(bytes));
    }

    /** The bytes of an image file, {@code png} or {@code jpeg}. */
    static byte[] bytes(String format, BufferedImage picture) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(picture, format, bytes)) {
                throw new IllegalStateException(
                        "no " + format + " is written of a picture of type " + picture.getType());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // of a stream into memory
        }
        return bytes.toByteArray();
    }
}
