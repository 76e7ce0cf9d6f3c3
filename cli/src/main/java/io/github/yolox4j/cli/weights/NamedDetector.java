package io.github.yolox4j.cli.weights;

import io.github.yolox4j.detection.Detector;
import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.detection.metadata.ModelMetadata;
import io.github.yolox4j.inference.OnnxDetector;
import io.github.yolox4j.train.data.ClassSelection;
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

    /**
     * A detector whose finds can be compared with a dataset: its classes are chosen, renamed and numbered as there.
     *
     * @param selection that was applied to the dataset
     * @param wanted classes of the dataset
     * @throws IllegalArgumentException if this detector does not know one of them
     */
    public NamedDetector selecting(ClassSelection selection, List<String> wanted) {
        List<String> found = classes.stream().map(selection::targetOf).toList();
        for (String name : wanted) {
            if (!found.contains(name)) {
                throw new IllegalArgumentException("the detector does not know class '" + name + "', its classes are "
                        + String.join(", ", classes) + "; --classes selects among the classes of the images");
            }
        }
        List<Integer> newIds = found.stream().map(wanted::indexOf).toList();
        return new NamedDetector(new Renumbered(detector, newIds), wanted, computedBy);
    }

    @Override
    public void close() {
        detector.close();
    }

    /** By the detector's class ids the new ones; -1 for what does not count. */
    private record Renumbered(Detector detector, List<Integer> newIds) implements Detector {

        @Override
        public List<List<Detection>> detect(List<BgrImage> images) {
            return detector.detect(images).stream().map(this::counting).toList();
        }

        private List<Detection> counting(List<Detection> detections) {
            return detections.stream()
                    .filter(d -> newIds.get(d.classId()) >= 0)
                    .map(d -> d.withClassId(newIds.get(d.classId())))
                    .toList();
        }

        @Override
        public int callsAtOnce() {
            return detector.callsAtOnce();
        }

        @Override
        public void close() {
            detector.close();
        }
    }
}
