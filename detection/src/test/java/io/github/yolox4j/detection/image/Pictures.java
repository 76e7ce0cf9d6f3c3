package io.github.yolox4j.detection.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32;

/** Images for tests. */
public final class Pictures {

    private Pictures() {}

    /** Independent random bytes. */
    public static BgrImage noise(int width, int height, long seed) {
        byte[] pixels = new byte[width * height * BgrImage.CHANNELS];
        new SplittableRandom(seed).nextBytes(pixels);
        return new BgrImage(width, height, pixels);
    }

    /** Every pixel the same. */
    public static BgrImage plain(int width, int height, int blue, int green, int red) {
        byte[] pixels = new byte[width * height * BgrImage.CHANNELS];
        for (int i = 0; i < pixels.length; i += BgrImage.CHANNELS) {
            pixels[i] = (byte) blue;
            pixels[i + 1] = (byte) green;
            pixels[i + 2] = (byte) red;
        }
        return new BgrImage(width, height, pixels);
    }

    /** Four plain quarters of different colours, so that an orientation shows. */
    static BgrImage quarters(int width, int height) {
        return new ImageCanvas(width, height, 0)
                .paste(plain(width / 2, height / 2, 200, 40, 40), 0, 0)
                .paste(plain(width / 2, height / 2, 40, 200, 40), width / 2, 0)
                .paste(plain(width / 2, height / 2, 40, 40, 200), 0, height / 2)
                .paste(plain(width / 2, height / 2, 180, 180, 90), width / 2, height / 2)
                .image();
    }

    /** Inserts an EXIF segment with the orientation tag alone. */
    static byte[] withOrientation(byte[] jpeg, int orientation) {
        ByteArrayOutputStream segment = new ByteArrayOutputStream();
        segment.writeBytes("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
        segment.writeBytes(exif(orientation));
        return withSegment(jpeg, 0xe1, segment.toByteArray());
    }

    /** EXIF data of the orientation tag alone. */
    static byte[] exif(int orientation) {
        ByteBuffer exif = ByteBuffer.allocate(8 + 2 + 12 + 4);
        exif.put("MM".getBytes(StandardCharsets.US_ASCII)).putShort((short) 42).putInt(8);
        exif.putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1);
        exif.putShort((short) orientation).putShort((short) 0).putInt(0);
        return exif.array();
    }

    /** Inserts a chunk before the pixels of a PNG file or after them. */
    static byte[] withChunk(byte[] png, String type, byte[] content, boolean beforePixels) {
        int place = beforePixels ? 33 : png.length - 12; // after IHDR, or before IEND
        byte[] named = concat(type.getBytes(StandardCharsets.US_ASCII), content);
        CRC32 checksum = new CRC32();
        checksum.update(named);
        ByteBuffer chunk = ByteBuffer.allocate(8 + named.length);
        chunk.putInt(content.length).put(named).putInt((int) checksum.getValue());
        return concat(Arrays.copyOf(png, place), chunk.array(), Arrays.copyOfRange(png, place, png.length));
    }

    /** A TIFF file of red, green, blue, not compressed. */
    static byte[] tiff(BgrImage image, int orientation, ByteOrder order) {
        int[][] entries = { // tag, type, count, value
            {256, 4, 1, image.width()},
            {257, 4, 1, image.height()},
            {258, 3, 3, 8 + 2 + 10 * 12 + 4},
            {259, 3, 1, 1},
            {262, 3, 1, 2},
            {273, 4, 1, 8 + 2 + 10 * 12 + 4 + 6},
            {274, 3, 1, orientation},
            {277, 3, 1, 3},
            {278, 4, 1, image.height()},
            {279, 4, 1, image.pixels().length}
        };
        ByteBuffer file = ByteBuffer.allocate(8 + 2 + 10 * 12 + 4 + 6 + image.pixels().length)
                .order(order);
        file.put((order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM").getBytes(StandardCharsets.US_ASCII));
        file.putShort((short) 42).putInt(8).putShort((short) entries.length);
        for (int[] entry : entries) {
            file.putShort((short) entry[0]).putShort((short) entry[1]).putInt(entry[2]);
            if (entry[1] == 3 && entry[2] == 1) {
                file.putShort((short) entry[3]).putShort((short) 0);
            } else {
                file.putInt(entry[3]);
            }
        }
        file.putInt(0).putShort((short) 8).putShort((short) 8).putShort((short) 8);
        for (int i = 0; i < image.pixels().length; i++) {
            file.put(image.pixels()[i + 2 - 2 * (i % 3)]);
        }
        return file.array();
    }

    /** A WebP file in the extended form, with EXIF data of the orientation alone behind the pixels. */
    static byte[] webpWithOrientation(byte[] plain, int width, int height, int orientation) {
        ByteBuffer head = ByteBuffer.allocate(18).order(ByteOrder.LITTLE_ENDIAN);
        head.put("VP8X".getBytes(StandardCharsets.US_ASCII)).putInt(10).putInt(8);
        head.putShort((short) (width - 1)).put((byte) 0).putShort((short) (height - 1));
        byte[] exif = exif(orientation);
        ByteBuffer last = ByteBuffer.allocate(8 + exif.length).order(ByteOrder.LITTLE_ENDIAN);
        last.put("EXIF".getBytes(StandardCharsets.US_ASCII)).putInt(exif.length).put(exif);
        byte[] chunks = concat(head.array(), Arrays.copyOfRange(plain, 12, plain.length), last.array());
        ByteBuffer riff = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        riff.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(4 + chunks.length);
        riff.put("WEBP".getBytes(StandardCharsets.US_ASCII));
        return concat(riff.array(), chunks);
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** Inserts a segment after the start marker. */
    static byte[] withSegment(byte[] jpeg, int marker, byte[] content) {
        ByteBuffer head = ByteBuffer.allocate(4);
        head.put((byte) 0xff).put((byte) marker).putShort((short) (2 + content.length));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(jpeg, 0, 2);
        out.writeBytes(head.array());
        out.writeBytes(content);
        out.write(jpeg, 2, jpeg.length - 2);
        return out.toByteArray();
    }
}
