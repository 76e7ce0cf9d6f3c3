package io.github.yolox4j.detection.image;

import io.github.yolox4j.detection.file.WholeFile;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Image files on disk. An orientation that a camera noted (EXIF) is applied, in whatever format, as OpenCV and the
 * reference do; grey images get three equal channels, transparency is dropped.
 *
 * <p>Images of formats that are not read (HEIC, AVIF, JPEG XL) and animations (GIF, WebP; PNG under another format's
 * name) are refused by a sentence that says what they are. A GIF image that stands still is read by the Java platform,
 * whichever backend is installed.
 */
public final class ImageFiles {

    private static final List<String> EXTENSIONS = List.of("jpg", "jpeg", "png", "bmp", "webp", "tif", "tiff");

    private ImageFiles() {}

    /** Whether the name ends like one of an image: jpg, jpeg, png, bmp, webp, tif or tiff. */
    public static boolean hasImageName(Path file) {
        return EXTENSIONS.contains(extension(file));
    }

    /** The endings of image names without the dot, lower case. */
    public static List<String> extensions() {
        return EXTENSIONS;
    }

    /**
     * Reads an image.
     *
     * @throws IOException if the file is absent, is not an image, or was cut off; the message is one line naming the
     *     file
     */
    public static BgrImage read(Path file) throws IOException {
        return read(file, ImageBackend.installed());
    }

    static BgrImage read(Path file, ImageBackend backend) throws IOException {
        byte[] bytes = bytes(file);
        FileHeader header = FileHeader.of(bytes);
        refuseForeign(file, header);
        refuseCutJpeg(file, bytes);
        try {
            boolean isGif = header.format().equals(Optional.of(FileFormat.GIF));
            return (isGif ? new JavaBackend() : backend).decode(bytes);
        } catch (IOException e) {
            throw new IOException("cannot read image " + file + ": " + firstLine(e), e);
        }
    }

    /**
     * Starts to load the image decoder on another thread, for whoever has other things to do first. If it cannot be
     * loaded, whoever reads an image learns that.
     */
    public static void loadAhead() {
        CompletableFuture<Void> unused = CompletableFuture.runAsync(ImageFiles::decoder);
    }

    /** What decodes, with its version: another one may give slightly other pixels. */
    public static String decoder() {
        return ImageBackend.installed().version();
    }

    /**
     * The size that {@link #read} would give, from the file's header where the format allows.
     *
     * @throws IOException as for {@link #read}
     */
    public static ImageSize size(Path file) throws IOException {
        return size(file, ImageBackend.installed());
    }

    static ImageSize size(Path file, ImageBackend backend) throws IOException {
        requireFile(file);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            in.mark(3);
            byte[] start = in.readNBytes(3);
            in.reset();
            if (JpegHeader.startsIn(start)) {
                return jpegSize(file, in, backend);
            }
        }
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            FileHeader header = FileHeader.read(in, Files.size(file));
            refuseForeign(file, header);
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (readers.hasNext()) {
                ImageReader reader = readers.next();
                try {
                    reader.setInput(in, true, true);
                    return turned(reader.getWidth(0), reader.getHeight(0), header.orientation());
                } catch (IOException e) {
                    throw new IOException("cannot read image " + file + ": " + firstLine(e), e);
                } finally {
                    reader.dispose();
                }
            }
        }
        return decodedSize(file, backend);
    }

    private static ImageSize decodedSize(Path file, ImageBackend backend) throws IOException {
        BgrImage decoded = read(file, backend);
        return new ImageSize(decoded.width(), decoded.height());
    }

    /** Whether the name ends like one that {@link #write} takes: png, jpg or jpeg. */
    public static boolean isWritable(Path file) {
        return List.of("png", "jpg", "jpeg").contains(extension(file));
    }

    /**
     * Writes a PNG or JPEG file, whichever the name says. The file appears under its name only when it is complete;
     * missing folders are made.
     *
     * @throws IOException if the name has another ending or the file cannot be written
     */
    public static void write(BgrImage image, Path file) throws IOException {
        write(image, file, ImageBackend.installed());
    }

    static void write(BgrImage image, Path file, ImageBackend backend) throws IOException {
        String extension = extension(file);
        if (!isWritable(file)) {
            throw new IOException("cannot write image " + file + ": its name must end in .png, .jpg or .jpeg");
        }
        byte[] bytes;
        try {
            bytes = backend.encode(image, extension.equals("png") ? ImageFormat.PNG : ImageFormat.JPEG);
        } catch (IOException e) {
            throw new IOException("cannot write image " + file + ": " + firstLine(e), e);
        }
        WholeFile.writeWithFolders(file, out -> out.write(bytes));
    }

    private static ImageSize jpegSize(Path file, InputStream in, ImageBackend backend) throws IOException {
        JpegHeader header = jpegHeader(file, in);
        if (header.width() == 0 || header.height() == 0) {
            return decodedSize(file, backend);
        }
        return turned(header.width(), header.height(), header.orientation());
    }

    private static ImageSize turned(int width, int height, int orientation) {
        boolean transposed = Orientation.of(orientation).transposed();
        return new ImageSize(transposed ? height : width, transposed ? width : height);
    }

    /** What is neither read nor called an image that cannot be decoded, since it is known what it is. */
    private static void refuseForeign(Path file, FileHeader header) throws IOException {
        Optional<FileFormat> named = FileFormat.named(extension(file));
        boolean isPlainPng = header.format().equals(Optional.of(FileFormat.PNG)) && named.equals(header.format());
        if (header.format().isEmpty() || header.format().get().isRead() && (!header.animated() || isPlainPng)) {
            return;
        }
        FileFormat found = header.format().get();
        String article = header.animated() ? "an animated " : found == FileFormat.AVIF ? "an " : "a ";
        String not = named.filter(format -> format != found)
                .map(format -> ", not a " + format)
                .orElse("");
        throw unreadable(
                file, "it is " + article + found + " image (by its first bytes)" + not + "; convert it to JPEG or PNG");
    }

    /** OpenCV fills what is missing of a cut JPEG file with grey and says nothing. */
    private static void refuseCutJpeg(Path file, byte[] bytes) throws IOException {
        if (JpegHeader.startsIn(bytes)
                && !jpegHeader(file, new ByteArrayInputStream(bytes)).endsIn(bytes)) {
            throw unreadable(file, "the JPEG data is truncated after " + bytes.length + " bytes (no end marker)");
        }
    }

    private static JpegHeader jpegHeader(Path file, InputStream in) throws IOException {
        try {
            return JpegHeader.read(in);
        } catch (IOException e) {
            String reason = e.getMessage() == null ? "the file ends inside it" : e.getMessage();
            throw new IOException("cannot read image " + file + ": broken JPEG header, " + reason, e);
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        requireFile(file);
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length == 0) {
            throw unreadable(file, "the file is empty");
        }
        return bytes;
    }

    static void requireFile(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw unreadable(file, "it is a folder");
        }
        if (!Files.exists(file)) {
            throw unreadable(file, "no such file");
        }
        if (!Files.isReadable(file)) {
            throw unreadable(file, "permission denied");
        }
    }

    private static IOException unreadable(Path file, String reason) {
        return new IOException("cannot read image " + file + ": " + reason);
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("unknown reason");
    }

    private static String extension(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }
}
