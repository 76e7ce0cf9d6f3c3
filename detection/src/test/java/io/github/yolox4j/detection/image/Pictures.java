package io.github.yolox4j.detection.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

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
        ByteBuffer exif = ByteBuffer.allocate(6 + 8 + 2 + 12 + 4);
        exif.put("Exif\0\0MM".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) 42)
                .putInt(8);
        exif.putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1);
        exif.putShort((short) orientation).putShort((short) 0).putInt(0);
        return withSegment(jpeg, 0xe1, exif.array());
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
