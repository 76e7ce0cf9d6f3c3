package io.github.yolox4j.train.data.cache;

import io.github.yolox4j.detection.image.BgrImage;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * An image as a file of the cache: four big-endian integers (a mark of the format, width, height, check sum), then
 * the pixels as they are. The check sum (CRC-32C, of the pixels) tells files that a crash of the machine left half
 * written.
 */
final class StoredImage {

    private static final int MARK = 0x59344a31; // "Y4J1"
    private static final int HEADER = 4 * Integer.BYTES;

    private StoredImage() {}

    static long bytes(BgrImage image) {
        return (long) HEADER + image.pixels().length;
    }

    static void write(BgrImage image, OutputStream out) throws IOException {
        DataOutputStream data = new DataOutputStream(out);
        data.writeInt(MARK);
        data.writeInt(image.width());
        data.writeInt(image.height());
        data.writeInt(checkSum(image.pixels()));
        data.write(image.pixels());
        data.flush();
    }

    /** Empty if the file is damaged, or of another format. */
    static Optional<BgrImage> read(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            long size = Files.size(file);
            if (size <= HEADER || in.readInt() != MARK) {
                return Optional.empty();
            }
            int width = in.readInt();
            int height = in.readInt();
            int checkSum = in.readInt();
            long pixels = (long) width * height * BgrImage.CHANNELS;
            if (width < 1 || height < 1 || size != HEADER + pixels) {
                return Optional.empty();
            }
            byte[] read = in.readNBytes((int) pixels);
            boolean isWhole = read.length == pixels && checkSum(read) == checkSum;
            return isWhole ? Optional.of(new BgrImage(width, height, read)) : Optional.empty();
        }
    }

    private static int checkSum(byte[] pixels) {
        CRC32C sum = new CRC32C();
        sum.update(pixels);
        return (int) sum.getValue();
    }
}
