package io.github.yolox4j.train.data;

import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.image.ImageFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Small datasets for tests, in this package and those below. */
public final class Fixtures {

    private Fixtures() {}

    /** Independent random bytes. */
    public static BgrImage noise(int width, int height, long seed) {
        byte[] pixels = new byte[width * height * BgrImage.CHANNELS];
        new SplittableRandom(seed).nextBytes(pixels);
        return new BgrImage(width, height, pixels);
    }

    /** A file of noise. */
    public static void image(Path file, int width, int height) throws IOException {
        ImageFiles.write(noise(width, height, file.hashCode()), file);
    }

    /** A text file in a folder that is made if need be. */
    public static Path text(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    /** An annotation of an image of 100 x 80 pixels, the first object on line 3. */
    public static String voc(String... objects) {
        return "<annotation>\n<size><width>100</width><height>80</height><depth>3</depth></size>\n"
                + String.join("\n", objects)
                + "\n</annotation>\n";
    }

    /** An object element, on one line. */
    public static String object(String name, Object x1, Object y1, Object x2, Object y2) {
        return "<object><name>" + name + "</name><difficult>0</difficult><bndbox><xmin>" + x1 + "</xmin><ymin>" + y1
                + "</ymin><xmax>" + x2 + "</xmax><ymax>" + y2 + "</ymax></bndbox></object>";
    }
}
