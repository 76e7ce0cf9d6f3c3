package io.github.yolox4j.detection.image;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The ICC profile of a JPEG file. ImageIO converts the colours by it; OpenCV, and with it every detector trained on its
 * pixels, takes them as they stand.
 *
 * @see <a href="https://www.color.org/specification/ICC.1-2022-05.pdf">ICC.1:2022, annex B.4</a>
 */
final class ColorProfile {

    private static final int START_OF_SCAN = 0xda;
    private static final int APP2 = 0xe2;
    private static final byte[] SIGNATURE = "ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII);

    private ColorProfile() {}

    /**
     * The file without its profile; the file itself if it has none.
     *
     * @throws IOException if the segments before the first scan are broken
     */
    static byte[] removedFrom(byte[] jpeg) throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(jpeg.length);
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(jpeg));
        int from = 0;
        int at = 2;
        in.skipNBytes(at);
        while (at < jpeg.length) {
            int marker = in.readUnsignedShort() & 0xff;
            if (marker == 0xff) { // a byte that fills: the marker starts at the next one
                in = new DataInputStream(new ByteArrayInputStream(jpeg, ++at, jpeg.length - at));
                continue;
            }
            if (marker == START_OF_SCAN) {
                break;
            }
            int length = in.readUnsignedShort();
            byte[] content = in.readNBytes(length - 2);
            int end = at + 2 + length;
            if (marker == APP2 && startsWith(content, SIGNATURE)) {
                kept.write(jpeg, from, at - from);
                from = end;
            }
            at = end;
        }
        if (from == 0) {
            return jpeg;
        }
        kept.write(jpeg, from, jpeg.length - from);
        return kept.toByteArray();
    }

    private static boolean startsWith(byte[] content, byte[] start) {
        return content.length >= start.length && Arrays.equals(content, 0, start.length, start, 0, start.length);
    }
}
