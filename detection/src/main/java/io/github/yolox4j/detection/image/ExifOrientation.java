package io.github.yolox4j.detection.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The orientation in the first directory of a TIFF block, which EXIF data is.
 *
 * @see <a href="https://www.cipa.jp/std/documents/e/DC-008-Translation-2019-E.pdf">CIPA DC-008, EXIF 2.32, section
 *     4.6.4</a>
 */
final class ExifOrientation {

    private static final byte[] PREFIX = {'E', 'x', 'i', 'f', 0, 0};
    private static final int TAG = 0x0112;
    private static final int ENTRY = 12;

    private ExifOrientation() {}

    /** Whether a segment of JPEG holds EXIF data. */
    static boolean startsIn(ByteBuffer segment) {
        return segment.remaining() >= PREFIX.length
                && segment.slice(0, PREFIX.length).equals(ByteBuffer.wrap(PREFIX));
    }

    /**
     * The value 1 to 8.
     *
     * @param exif from position 0: byte order, 42, place of the directory; before them perhaps the prefix that JPEG has
     * @param fallback where it says none
     */
    static int in(ByteBuffer exif, int fallback) {
        int start = startsIn(exif) ? PREFIX.length : 0;
        if (exif.limit() < start + 8) {
            return fallback;
        }
        ByteBuffer tiff = exif.slice(start, exif.limit() - start);
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        long place = tiff.getInt(4) & 0xffffffffL;
        if (place + 2 > tiff.limit()) {
            return fallback;
        }
        return inDirectory(tiff.slice((int) place, tiff.limit() - (int) place).order(tiff.order()), fallback);
    }

    /**
     * The value 1 to 8.
     *
     * @param directory in its byte order, from position 0: how many entries, then twelve bytes each
     * @param fallback where it says none
     */
    static int inDirectory(ByteBuffer directory, int fallback) {
        int entries = directory.getShort(0) & 0xffff;
        for (int i = 0; i < entries; i++) {
            int entry = 2 + ENTRY * i;
            if (entry + ENTRY > directory.limit()) {
                return fallback;
            }
            if ((directory.getShort(entry) & 0xffff) == TAG) {
                int value = directory.getShort(entry + 8) & 0xffff;
                return value >= 1 && value <= 8 ? value : fallback;
            }
        }
        return fallback;
    }
}
