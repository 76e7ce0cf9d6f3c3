package io.github.yolox4j.detection.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Formats of image files, told by their first bytes or by the ending of their names. The last three are not read. */
enum FileFormat {
    JPEG("JPEG", "jpg", "jpeg"),
    PNG("PNG", "png"),
    BMP("BMP", "bmp"),
    WEBP("WebP", "webp"),
    TIFF("TIFF", "tif", "tiff"),
    GIF("GIF", "gif"),
    HEIC("HEIC", "heic", "heif"),
    AVIF("AVIF", "avif"),
    JPEG_XL("JPEG XL", "jxl");

    /** How many bytes {@link #of} looks at. */
    static final int BEGINNING = 64;

    private static final List<String> AVIF_BRANDS = List.of("avif", "avis");
    private static final List<String> HEIC_BRANDS =
            List.of("heic", "heix", "hevc", "hevx", "heim", "heis", "hevm", "hevs", "mif1", "msf1");

    private final String text;
    private final List<String> endings;

    FileFormat(String text, String... endings) {
        this.text = text;
        this.endings = List.of(endings);
    }

    /** The format of a file that begins so, if it is one of these. */
    static Optional<FileFormat> of(byte[] start) {
        String text = new String(start, StandardCharsets.ISO_8859_1);
        if (text.startsWith("ftyp", 4)) {
            return ofBrands(start);
        }
        if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) {
            return Optional.of(WEBP);
        }
        return Arrays.stream(values())
                .filter(format -> format.signatures().stream().anyMatch(text::startsWith))
                .findFirst();
    }

    /** The format whose files are usually named so, lower case and without the dot. */
    static Optional<FileFormat> named(String ending) {
        return Arrays.stream(values())
                .filter(format -> format.endings.contains(ending))
                .findFirst();
    }

    private List<String> signatures() {
        return switch (this) {
            case JPEG -> List.of("\u00ff\u00d8");
            case PNG -> List.of("\u0089PNG\r\n\u001a\n");
            case BMP -> List.of("BM");
            case TIFF -> List.of("II*\0", "MM\0*");
            case GIF -> List.of("GIF87a", "GIF89a");
            case JPEG_XL -> List.of("\u00ff\n", "\0\0\0\fJXL ");
            case WEBP, HEIC, AVIF -> List.of();
        };
    }

    /** A box of ISO media: its size, {@code ftyp}, the main brand, a version, and brands that it is compatible with. */
    private static Optional<FileFormat> ofBrands(byte[] start) {
        String brands = new String(start, 8, start.length - 8, StandardCharsets.ISO_8859_1);
        if (AVIF_BRANDS.stream().anyMatch(brands::contains)) {
            return Optional.of(AVIF);
        }
        return HEIC_BRANDS.stream().anyMatch(brands::contains) ? Optional.of(HEIC) : Optional.empty();
    }

    boolean isRead() {
        return this != HEIC && this != AVIF && this != JPEG_XL;
    }

    @Override
    public String toString() {
        return text;
    }
}
