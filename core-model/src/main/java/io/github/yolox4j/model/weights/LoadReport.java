package io.github.yolox4j.model.weights;

import java.util.List;
import java.util.Optional;

/**
 * What loading did: {@code loaded} parameters took the file's values, {@code kept} are as they were.
 *
 * @param source the file
 * @param loaded names in the order of the reference state_dict
 * @param kept the class prediction layers, where the file was trained for other classes; else empty. By name, the rows
 *     of the classes that both have took the file's values
 * @param foundClasses how many classes the file was trained for
 * @param byName the classes of both, where the class prediction layers were loaded row by row
 */
public record LoadReport(
        String source, List<String> loaded, List<String> kept, int foundClasses, Optional<ClassRows> byName) {

    public LoadReport {
        loaded = List.copyOf(loaded);
        kept = List.copyOf(kept);
    }

    /** Whether every parameter took the file's value. */
    public boolean isComplete() {
        return kept.isEmpty();
    }

    /** One line that says what was loaded and what was not. */
    @Override
    public String toString() {
        String done = source + ": " + loaded.size() + " arrays loaded";
        if (byName.isPresent()) {
            return done + "; " + byName.get();
        }
        return isComplete()
                ? done
                : done + "; it has " + foundClasses + " classes, so these start from random values: "
                        + String.join(", ", kept);
    }
}
