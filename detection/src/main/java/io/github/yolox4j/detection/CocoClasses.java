package io.github.yolox4j.detection;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The 80 classes of COCO, which the reference's own weights are trained for. */
public final class CocoClasses {

    private static final List<String> NAMES = read();

    private CocoClasses() {}

    /** Names by class id, as the dataset's annotations have them. */
    public static List<String> names() {
        return NAMES;
    }

    private static List<String> read() {
        try (InputStream in = CocoClasses.class.getResourceAsStream("coco.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
