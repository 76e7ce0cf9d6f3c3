package io.github.yolox4j.detection.image;

import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.SampleModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;

/** What a person should know of an image that is read. */
public final class ImageNotes {

    private static final int DEEP = 16;
    private static final int LARGEST = (1 << DEEP) - 1;

    /** From here on, the upper eight of sixteen bits reach an eighth of their range. */
    private static final int DARK = 1 << 13;

    private ImageNotes() {}

    /**
     * Notes on an image, without its name. Costs a look at the first bytes; the samples are read only of PNG and TIFF
     * images of 16 bits.
     *
     * @return one sentence each, none as a rule: of 16-bit images whose largest value is below 8192 of 65535 (sensors
     *     of 10 or 12 bits), since of 16 bits the upper 8 count
     * @throws IOException if the file cannot be opened; the message is one line naming the file
     */
    public static List<String> of(Path file) throws IOException {
        ImageFiles.requireFile(file);
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            Optional<FileFormat> format = FileHeader.read(in, Files.size(file)).format();
            if (format.filter(known -> known == FileFormat.PNG || known == FileFormat.TIFF)
                    .isEmpty()) {
                return List.of();
            }
            return deep(in)
                    .map(ImageNotes::largest)
                    .filter(largest -> largest < DARK)
                    .map(largest -> "16-bit image whose largest value is " + largest + " of " + LARGEST
                            + ": it will be nearly black")
                    .stream()
                    .toList();
        }
    }

    /** The samples of an image of 16 bits; of one that the Java platform cannot read, nothing can be said. */
    private static Optional<Raster> deep(ImageInputStream in) {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
        if (!readers.hasNext()) {
            return Optional.empty();
        }
        ImageReader reader = readers.next();
        try {
            reader.setInput(in, true, true);
            Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
            boolean isDeep = types.hasNext() && isDeep(types.next().getSampleModel());
            return isDeep ? Optional.of(reader.read(0).getRaster()) : Optional.empty();
        } catch (IOException | IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException e) {
            return Optional.empty();
        } finally {
            reader.dispose();
        }
    }

    private static boolean isDeep(SampleModel samples) {
        return samples.getDataType() == DataBuffer.TYPE_USHORT && samples.getSampleSize(0) == DEEP;
    }

    /** Of grey or the three colours; transparency behind them does not count. */
    private static int largest(Raster raster) {
        int largest = 0;
        int[] row = new int[raster.getWidth()];
        int colours = raster.getNumBands() < BgrImage.CHANNELS ? 1 : BgrImage.CHANNELS;
        for (int band = 0; band < colours; band++) {
            for (int y = 0; y < raster.getHeight(); y++) {
                for (int sample : raster.getSamples(0, y, row.length, 1, band, row)) {
                    largest = Math.max(largest, sample);
                }
            }
        }
        return largest;
    }
}
