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
            return read(in);
        }
    }

    /** Of a file from its beginning; what is missing of one that was cut off is taken as not said. */
    static FileHeader read(ImageInputStream in) throws IOException {
        byte[] start = new byte[FileFormat.BEGINNING];
        in.seek(0);
        int count = Math.max(0, in.read(start));
        Optional<FileFormat> format = FileFormat.of(Arrays.copyOf(start, count));
        Facts facts = new Facts();
        try {
            if (format.isPresent()) {
                facts.read(format.get(), in);
            }
        } catch (EOFException e) {
            // What was read before the end holds; whoever decodes the pixels says that the file was cut off.
        }
        return new FileHeader(format, facts.animated, facts.orientation);
    }

    private static final class Facts {

        private boolean animated;
        private int orientation = UPRIGHT;

        void read(FileFormat format, ImageInputStream in) throws IOException {
            switch (format) {
                case PNG -> readPng(in);
                case WEBP -> readWebp(in);
                case TIFF -> readTiff(in);
                case GIF -> readGif(in);
                default -> {
                    // nothing to find
                }
            }
        }

        /** Chunks: length, type, data, checksum. */
        private void readPng(ImageInputStream in) throws IOException {
            in.setByteOrder(ByteOrder.BIG_ENDIAN);
            long at = SIGNATURE;
            while (true) {
                in.seek(at);
                long length = in.readUnsignedInt();
                switch (in.readInt()) {
                    case 'a' << 24 | 'c' << 16 | 'T' << 8 | 'L' -> animated = in.readUnsignedInt() > 1;
                    case 'e' << 24 | 'X' << 16 | 'I' << 8 | 'f' -> orientation = exif(in, length);
                    case 'I' << 24 | 'E' << 16 | 'N' << 8 | 'D' -> {
                        return;
                    }
                    default -> {
                        // another chunk
                    }
                }
                at += 12 + length;
            }
        }

        /** Chunks of RIFF: type, length, data filled up to even length. */
        private void readWebp(ImageInputStream in) throws IOException {
            in.setByteOrder(ByteOrder.LITTLE_ENDIAN);
            long at = 12;
            while (true) {
                in.seek(at);
                int type = in.readInt();
                long length = in.readUnsignedInt();
                if (type == ('V' | 'P' << 8 | '8' << 16 | 'X' << 24)) {
                    animated = (in.readUnsignedByte() & 2) != 0;
                } else if (type == ('E' | 'X' << 8 | 'I' << 16 | 'F' << 24)) {
                    orientation = exif(in, length);
                    return;
                }
                at += 8 + length + length % 2;
            }
        }

        private static int exif(ImageInputStream in, long length) throws IOException {
            byte[] exif = new byte[(int) Math.min(length, LARGEST_EXIF)];
            in.readFully(exif);
            return ExifOrientation.in(ByteBuffer.wrap(exif), UPRIGHT);
        }

        private void readTiff(ImageInputStream in) throws IOException {
            in.seek(0);
            in.setByteOrder(in.read() == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
            in.seek(4);
            long directory = in.readUnsignedInt();
            in.seek(directory);
            byte[] entries = new byte[2 + 12 * in.readUnsignedShort()];
            in.seek(directory);
            in.readFully(entries);
            orientation = ExifOrientation.inDirectory(ByteBuffer.wrap(entries).order(in.getByteOrder()), UPRIGHT);
        }

        /** Blocks after the global palette; a second image makes an animation. */
        private void readGif(ImageInputStream in) throws IOException {
            in.seek(10);
            in.seek(13 + palette(in.readUnsignedByte()));
            for (int images = 0; !animated; ) {
                switch (in.readUnsignedByte()) {
                    case 0x21 -> in.readUnsignedByte();
                    case 0x2c -> {
                        animated = ++images > 1;
                        in.seek(in.getStreamPosition() + 8);
                        in.seek(in.getStreamPosition() + 1 + palette(in.readUnsignedByte()));
                    }
                    default -> {
                        return;
                    }
                }
                for (int length = in.readUnsignedByte(); length > 0; length = in.readUnsignedByte()) {
                    in.seek(in.getStreamPosition() + length);
                }
            }
        }

        /** Bytes of a palette, by the flags of a screen or an image. */
        private static int palette(int flags) {
            return (flags & 0x80) == 0 ? 0 : 3 * (2 << (flags & 7));
        }
    }
}
