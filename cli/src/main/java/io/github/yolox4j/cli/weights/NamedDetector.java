package io.github.yolox4j.cli.weights;

import io.github.yolox4j.detection.Detector;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.metadata.ModelMetadata;
import io.github.yolox4j.inference.OnnxDetector;
import java.util.List;
import java.util.Optional;

/**
 * A detector and the names of what it finds, by class id.
 *
 * @param computedBy the engine and where it computes
 */
public record NamedDetector(Detector detector, List<String> classes, String computedBy) implements AutoCloseable {

    /**
     * The detector of a file that fixes size and names.
     *
     * @throws IllegalArgumentException if others were asked for
     */
    public static NamedDetector of(
            OnnxDetector detector, Optional<AnchorGrid> size, Optional<List<String>> names, String computedBy) {
        ModelMetadata facts = detector.facts();
        AnchorGrid own = new AnchorGrid(facts.height(), facts.width());
        if (!own.equals(size.orElse(own))) {
            detector.close();
            throw new IllegalArgumentException("the file's input is " + own.height() + "x" + own.width()
                    + ", --input says " + size.get().height() + "x" + size.get().width());
        }
        if (!facts.names().equals(names.orElse(facts.names()))) {
            detector.close();
            throw new IllegalArgumentException(
                    "the classes are " + facts.names() + ", --class-names says " + names.get());
        }
        return new NamedDetector(detector, facts.names(), computedBy);
    }

    @Override
    public void close() {
        detector.close();
    }
}
