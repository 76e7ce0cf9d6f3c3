package io.github.yolox4j.cli.weights;

import io.github.yolox4j.detection.Detector;
import io.github.yolox4j.detection.box.Detection;
import io.github.yolox4j.detection.image.BgrImage;
import io.github.yolox4j.train.data.ClassSelection;
import java.util.ArrayList;
import java.util.List;

/**
 * A detector whose classes are chosen, renamed and numbered as those of a dataset.
 *
 * @param detector that finds
 * @param newIds by its class ids; -1 for what does not count
 */
public record ClassFilter(Detector detector, List<Integer> newIds) implements Detector {

    public ClassFilter {
        newIds = List.copyOf(newIds);
    }

    /**
     * Makes what a detector finds comparable with a dataset.
     *
     * @param selection that was applied to the dataset
     * @param classes of the dataset
     * @throws IllegalArgumentException if the detector does not know one of them
     */
    public static NamedDetector of(NamedDetector named, ClassSelection selection, List<String> classes) {
        List<String> found = named.classes().stream().map(selection::targetOf).toList();
        for (String name : classes) {
            if (!found.contains(name)) {
                throw new IllegalArgumentException("the detector does not know class '" + name + "', its classes are "
                        + String.join(", ", named.classes()) + "; --classes selects among the classes of the images");
            }
        }
        List<Integer> newIds = found.stream().map(classes::indexOf).toList();
        return new NamedDetector(new ClassFilter(named.detector(), newIds), classes, named.computedBy());
    }

    @Override
    public List<List<Detection>> detect(List<BgrImage> images) {
        return detector.detect(images).stream().map(this::counting).toList();
    }

    private List<Detection> counting(List<Detection> detections) {
        List<Detection> counting = new ArrayList<>();
        for (Detection d : detections) {
            int id = newIds.get(d.classId());
            if (id >= 0) {
                counting.add(new Detection(id, d.score(), d.x1(), d.y1(), d.x2(), d.y2()));
            }
        }
        return counting;
    }

    @Override
    public void close() {
        detector.close();
    }
}
