package io.github.yolox4j.detection.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;

/**
 * How an image has to be turned before it is shown: EXIF's orientation, 1 to 8.
 *
 * @param transposed whether rows and columns change places, first
 * @param mirrored whether left and right change places, then
 * @param upsideDown whether top and bottom change places, then
 * @see <a href="https://www.cipa.jp/std/documents/e/DC-008-Translation-2019-E.pdf">CIPA DC-008, EXIF 2.32, section
 *     4.6.4</a>
 */
public record Orientation(boolean transposed, boolean mirrored, boolean upsideDown) {

    /**
     * What a file of any format says: JPEG and WebP in their EXIF data, PNG in its chunk eXIf, TIFF in its first
     * directory. A file that says nothing is upright.
     *
     * @throws IOException if it is a JPEG file with a broken header
     */
    public static Orientation in(byte[] file) throws IOException {
        return of(
                JpegHeader.startsIn(file)
                        ? JpegHeader.read(new ByteArrayInputStream(file)).orientation()
                        : FileHeader.of(file).orientation());
    }

    /** @param exif from 1, the image as it stands, to 8 */
    static Orientation of(int exif) {
        return switch (exif) {
            case 1 -> new Orientation(false, false, false);
            case 2 -> new Orientation(false, true, false);
            case 3 -> new Orientation(false, true, true);
            case 4 -> new Orientation(false, false, true);
            case 5 -> new Orientation(true, false, false);
            case 6 -> new Orientation(true, true, false);
            case 7 -> new Orientation(true, true, true);
            case 8 -> new Orientation(true, false, true);
            default -> throw new IllegalArgumentException("an EXIF orientation is 1 to 8, got " + exif);
        };
    }

    /** The image turned; the same one if it is upright. */
    public BgrImage apply(BgrImage image) {
        if (!transposed && !mirrored && !upsideDown) {
            return image;
        }
        int width = transposed ? image.height() : image.width();
        int height = transposed ? image.width() : image.height();
        byte[] turned = new byte[image.pixels().length];
        for (int y = 0; y < height; y++) {
            int row = upsideDown ? height - 1 - y : y;
            for (int x = 0; x < width; x++) {
                int column = mirrored ? width - 1 - x : x;
                int from = transposed ? column * image.width() + row : row * image.width() + column;
                System.arraycopy(
                        image.pixels(),
                        from * BgrImage.CHANNELS,
                        turned,
                        (y * width + x) * BgrImage.CHANNELS,
                        BgrImage.CHANNELS);
            }
        }
        return new BgrImage(width, height, turned);
    }
}
