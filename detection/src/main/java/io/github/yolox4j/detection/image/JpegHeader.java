package io.github.yolox4j.detection.image;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a JPEG file says before its pixels begin: everything up to the first scan. Bytes between segments that belong to
 * none are passed over, as decoders do.
 *
 * @param width stored, before the orientation is applied; 0 if there is no frame header
 * @param height stored, before the orientation is applied; 0 if unknown
 * @param orientation the EXIF value 1..8; from 5 on width and height change places
 * @param scanStart how many bytes precede the first scan
 * @see <a href="https://www.w3.org/Graphics/JPEG/itu-t81.pdf">ITU-T T.81, annex B</a>
 */
record JpegHeader(int width, int height, int orientation, int scanStart) {

    private static final int START_OF_IMAGE = 0xd8;
    private static final int END_OF_IMAGE = 0xd9;
    private static final int START_OF_SCAN = 0xda;
    private static final int APP1 = 0xe1;
    private static final int APP2 = 0xe2;
    private static final byte[] PROFILE = "ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII);

    static boolean startsIn(byte[] bytes) {
        return bytes.length > 2 && (bytes[0] & 0xff) == 0xff && (bytes[1] & 0xff) == START_OF_IMAGE;
    }

    /** Reads up to the first scan; a file that ends before it throws {@link java.io.EOFException}. */
    static JpegHeader read(InputStream stream) throws IOException {
        DataInputStream in = new DataInputStream(stream);
        int width = 0;
        int height = 0;
        int orientation = 1;
        int position = 2;
        in.readUnsignedShort();
        while (true) {
            int marker = 0;
            while (marker == 0) { // as libjpeg does, passes over stray bytes, and over 0xff 0x00, which is no marker
                while (in.readUnsignedByte() != 0xff) {
                    position++;
                }
                position++;
                do {
                    marker = in.readUnsignedByte();
                    position++;
                } while (marker == 0xff);
            }
            if (marker == START_OF_SCAN) {
                return new JpegHeader(width, height, orientation, position);
            }
            int length = in.readUnsignedShort() - 2;
            if (marker == END_OF_IMAGE || length < 0) {
                throw new IOException("broken segment at byte " + position);
            }
            byte[] segment = new byte[length];
            in.readFully(segment);
            position += 2 + length;
            if (isFrame(marker) && length >= 5) {
                height = ByteBuffer.wrap(segment).getShort(1) & 0xffff;
                width = ByteBuffer.wrap(segment).getShort(3) & 0xffff;
            } else if (marker == APP1 && ExifOrientation.startsIn(ByteBuffer.wrap(segment))) {
                orientation = ExifOrientation.in(ByteBuffer.wrap(segment), orientation);
            }
        }
    }

    /** The file without its colour profile; its header must be whole, as {@link #read} finds. */
    static byte[] withoutColorProfile(byte[] file) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(file.length);
        kept.write(file, 0, 2);
        int at = 2;
        while ((file[at] & 0xff) != 0xff || (file[at + 1] & 0xff) != START_OF_SCAN) {
            boolean isMarker = (file[at] & 0xff) == 0xff && file[at + 1] != 0 && (file[at + 1] & 0xff) != 0xff;
            if (!isMarker) {
                at++; // a stray byte, or one 0xff more than a marker needs
                continue;
            }
            int length = 2 + (ByteBuffer.wrap(file).getShort(at + 2) & 0xffff);
            boolean isProfile = (file[at + 1] & 0xff) == APP2
                    && ByteBuffer.wrap(file, at + 4, Math.min(PROFILE.length, length - 4))
                            .equals(ByteBuffer.wrap(PROFILE));
            if (!isProfile) {
                kept.write(file, at, length);
            }
            at += length;
        }
        kept.write(file, at, file.length - at);
        return kept.toByteArray();
    }

    /** Whether the pixels are followed by an end marker, as they are unless the file was cut off. */
    boolean endsIn(byte[] bytes) {
        for (int i = bytes.length - 2; i >= scanStart; i--) {
            if ((bytes[i] & 0xff) == 0xff && (bytes[i + 1] & 0xff) == END_OF_IMAGE) {
                return true;
            }
        }
        return false;
    }

    /** Start-of-frame markers C0..CF without the three that mean tables and extensions. */
    private static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }
}
