package io.github.yolox4j.train.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Annotated images and the names of what is marked in them.
 *
 * @param classes names by class id, each once
 * @param categoryIds the annotation's own number of each class, by class id; 1, 2, ... where it has none
 * @param samples in the annotation's order
 */
public record Dataset(List<String> classes, List<Integer> categoryIds, List<Sample> samples) {

    public Dataset {
        classes = List.copyOf(classes);
        categoryIds = List.copyOf(categoryIds);
        samples = List.copyOf(samples);
        Set<String> names = new HashSet<>();
        for (String name : classes) {
            if (!names.add(name)) {
                throw new IllegalArgumentException("class '" + name + "' is named twice in " + classes);
            }
        }
        if (categoryIds.size() != classes.size()) {
            throw new IllegalArgumentException(
                    classes.size() + " classes " + classes + " need as many category ids, got " + categoryIds.size());
        }
        for (Sample sample : samples) {
            for (LabeledBox box : sample.boxes()) {
                if (box.classId() >= classes.size()) {
                    throw new IllegalArgumentException(
                            "image " + sample.id() + ": class " + box.classId() + " has no name among " + classes);
                }
            }
        }
    }

    /** A dataset whose annotation has no numbers of its own for the classes. */
    public static Dataset of(List<String> classes, List<Sample> samples) {
        return new Dataset(
                classes, IntStream.rangeClosed(1, classes.size()).boxed().toList(), samples);
    }

    public int size() {
        return samples.size();
    }

    /** How many boxes all samples have together. */
    public int boxCount() {
        return samples.stream().mapToInt(sample -> sample.boxes().size()).sum();
    }

    /**
     * The same samples with classes numbered as in another list. A class that the annotation has no number for gets one
     * that no other has.
     *
     * @throws IllegalArgumentException if the list lacks a class that a box has
     */
    public Dataset numberedBy(List<String> names) {
        if (names.equals(classes)) {
            return this;
        }
        int free = categoryIds.stream().mapToInt(Integer::intValue).max().orElse(0) + 1;
        List<Integer> ids = new ArrayList<>();
        for (String name : names) {
            int own = classes.indexOf(name);
            ids.add(own < 0 ? free++ : categoryIds.get(own));
        }
        int[] newIds = classes.stream().mapToInt(names::indexOf).toArray();
        List<Sample> renumbered = new ArrayList<>();
        for (Sample sample : samples) {
            List<LabeledBox> boxes = new ArrayList<>();
            for (LabeledBox box : sample.boxes()) {
                int id = newIds[box.classId()];
                if (id < 0) {
                    throw new IllegalArgumentException("image " + sample.id() + ": class '" + classes.get(box.classId())
                            + "' is not in the list " + names);
                }
                boxes.add(box.withClassId(id));
            }
            renumbered.add(sample.withBoxes(boxes));
        }
        return new Dataset(names, ids, renumbered);
    }

    /** The samples {@code from} (included) to {@code to} (excluded), with the same classes. */
    public Dataset subset(int from, int to) {
        return new Dataset(classes, categoryIds, samples.subList(from, to));
    }
}
