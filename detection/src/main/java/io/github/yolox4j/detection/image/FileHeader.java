package io.github.yolox4j.detection.image;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * What an image file says of itself beside its pixels.
 *
 * @param format if it is known
 * @param animated whether it holds several images, one after the other
 * @param orientation how a camera was held, EXIF's value 1 to 8; 1 for JPEG, whose {@link JpegHeader} has it
 * @see <a href="https://www.w3.org/TR/png-3/">PNG, third edition, 11.3: chunks eXIf and acTL</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9649">RFC 9649, WebP</a>
 * @see <a href="https://www.w3.org/Graphics/GIF/spec-gif89a.txt">GIF 89a</a>
 */
record FileHeader(Optional<FileFormat> format, boolean animated, int orientation) {

    private static final int UPRIGHT = 1;
    private static final int SIGNATURE = 8;
    /** More than cameras write. */
    private static final int LARGEST_EXIF = 1 << 20;

    /** Of a whole file. */
    static FileHeader of(byte[] file) throws IOException {
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            return read(in, file.length);
        }
    }

    /**
     * Of a stream, which is at its beginning again then; what is missing of a file that was cut off is not said.
     *
     * @param length of the file in bytes
     */
    static FileHeader read(ImageInputStream in, long length) throws IOException {
        byte[] start = new byte[FileFormat.BEGINNING];
        in.seek(0);
        int count = Math.max(0, in.read(start));
        Optional<FileFormat> format = FileFormat.of(Arrays.copyOf(start, count));
        Facts facts = new Facts(in, length);
        try {
            if (format.isPresent()) {
                facts.read(format.get());
            }
        } catch (EOFException e) {
            // What was read before the end holds; whoever decodes the pixels says that the file was cut off.
        }
        in.setByteOrder(ByteOrder.BIG_ENDIAN);
        in.seek(0);
        return new FileHeader(format, facts.animated, facts.orientation);
    }

    private static final class Facts {

        private final ImageInputStream in;
        private final long length;
        private boolean animated;
        private int orientation = UPRIGHT;

        Facts(ImageInputStream in, long length) {
            this.in = in;
            this.length = length;
        }

        /** Goes to a place in the file; a stream in memory would try to reach any. */
        private void go(long place) throws IOException {
            if (place > length) {
                throw new EOFException();
            }
            in.seek(place);
        }

        void read(FileFormat format) throws IOException {
            switch (format) {
                case PNG -> readPng();
                case WEBP -> readWebp();
                case TIFF -> readTiff();
                case GIF -> readGif();
                default -> {
                    // nothing to find
                }
            }
        }

        /** Chunks: length, type, data, checksum. */
        private void readPng() throws IOException {
            in.setByteOrder(ByteOrder.BIG_ENDIAN);
            long at = SIGNATURE;
            while (true) {
                go(at);
                long size = in.readUnsignedInt();
                switch (in.readInt()) {
                    case 'a' << 24 | 'c' << 16 | 'T' << 8 | 'L' -> animated = in.readUnsignedInt() > 1;
                    case 'e' << 24 | 'X' << 16 | 'I' << 8 | 'f' -> orientation = exif(size);
                    case 'I' << 24 | 'E' << 16 | 'N' << 8 | 'D' -> {
                        return;
                    }
                    default -> {
                        // another chunk
                    }
                }
                at += 12 + size;
            }
        }

        /** Chunks of RIFF: type, length, data filled up to even length. */
        private void readWebp() throws IOException {
            in.setByteOrder(ByteOrder.LITTLE_ENDIAN);
            long at = 12;
            while (true) {
                go(at);
                int type = in.readInt();
                long size = in.readUnsignedInt();
                if (type == ('V' | 'P' << 8 | '8' << 16 | 'X' << 24)) {
                    animated = (in.readUnsignedByte() & 2) != 0;
                } else if (type == ('E' | 'X' << 8 | 'I' << 16 | 'F' << 24)) {
                    orientation = exif(size);
                    return;
                }
                at += 8 + size + size % 2;
            }
        }

        private int exif(long size) throws IOException {
            byte[] exif = new byte[(int) Math.min(size, LARGEST_EXIF)];
            in.readFully(exif);
            return ExifOrientation.in(ByteBuffer.wrap(exif), UPRIGHT);
        }

        private void readTiff() throws IOException {
            go(0);
            in.setByteOrder(in.read() == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
            go(4);
            long directory = in.readUnsignedInt();
            go(directory);
            byte[] entries = new byte[2 + 12 * in.readUnsignedShort()];
            go(directory);
            in.readFully(entries);
            orientation = ExifOrientation.inDirectory(ByteBuffer.wrap(entries).order(in.getByteOrder()), UPRIGHT);
        }

        /** Blocks after the global palette; a second image makes an animation. */
        private void readGif() throws IOException {
            go(10);
            go(13 + palette(in.readUnsignedByte()));
            for (int images = 0; !animated; ) {
                switch (in.readUnsignedByte()) {
                    case 0x21 -> in.readUnsignedByte();
                    case 0x2c -> {
                        animated = ++images > 1;
                        go(in.getStreamPosition() + 8);
                        go(in.getStreamPosition() + 2 + palette(in.readUnsignedByte()));
                    }
                    default -> {
                        return;
                    }
                }
                for (int size = in.readUnsignedByte(); size > 0; size = in.readUnsignedByte()) {
                    go(in.getStreamPosition() + size);
                }
            }
        }

        /** Bytes of a palette, by the flags of a screen or an image. */
        private static int palette(int flags) {
            return (flags & 0x80) == 0 ? 0 : 3 * (2 << (flags & 7));
        }
    }
}
