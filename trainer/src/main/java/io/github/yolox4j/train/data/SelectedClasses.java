package io.github.yolox4j.train.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A dataset that a {@link ClassSelection} was applied to, and what that did.
 *
 * @param renamed how many boxes of a class count as one of another, by the class as annotated
 * @param dropped how many boxes of a class were left out, by the class as annotated
 * @param emptied how many images lost all their boxes, whether they are still in the dataset or not
 */
public record SelectedClasses(
        Dataset dataset, Map<String, Integer> renamed, Map<String, Integer> dropped, int emptied) {

    public SelectedClasses {
        renamed = Collections.unmodifiableMap(new LinkedHashMap<>(renamed));
        dropped = Collections.unmodifiableMap(new LinkedHashMap<>(dropped));
    }

    static SelectedClasses unchanged(Dataset dataset) {
        return new SelectedClasses(dataset, Map.of(), Map.of(), 0);
    }

    /** One line, as "boxes renamed: van 3; boxes left out: dog 2, cat 1; images without objects from it: 1". */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        if (!renamed.isEmpty()) {
            parts.add("boxes renamed: " + counts(renamed));
        }
        parts.add("boxes left out: " + (dropped.isEmpty() ? "none" : counts(dropped)));
        if (emptied > 0) {
            parts.add("images without objects from it: " + emptied);
        }
        return String.join("; ", parts);
    }

    private static String counts(Map<String, Integer> boxes) {
        return boxes.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }
}
