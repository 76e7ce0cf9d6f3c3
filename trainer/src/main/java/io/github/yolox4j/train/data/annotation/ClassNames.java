package io.github.yolox4j.train.data.annotation;

import io.github.yolox4j.train.data.finding.Findings;
import io.github.yolox4j.train.data.finding.ProblemKind;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Class ids by name, for a list of names. */
public final class ClassNames {

    private final List<String> names;
    private final Map<String, Integer> ids = new HashMap<>();

    public ClassNames(List<String> names) {
        this.names = List.copyOf(names);
        for (String name : names) {
            if (ids.put(name, ids.size()) != null) {
                throw new IllegalArgumentException("class '" + name + "' is named twice in " + names);
            }
        }
        if (names.isEmpty()) {
            throw new IllegalArgumentException("the list of classes is empty");
        }
    }

    public List<String> names() {
        return names;
    }

    /**
     * The number of a class.
     *
     * @throws IOException if the list lacks the name, which was found at {@code where}
     */
    public int id(String name, String where) throws IOException {
        Integer id = ids.get(name);
        if (id == null) {
            throw new IOException(where + ": class '" + name + "' is none of the expected " + names);
        }
        return id;
    }

    /** Tells if a split lists the same classes in another order; they are matched by name. */
    public void tellOrder(List<String> own, String where, Findings findings) throws IOException {
        if (!own.equals(names) && Set.copyOf(own).equals(ids.keySet())) {
            findings.tell(
                    ProblemKind.CLASS_ORDER,
                    where + ": the classes are in the order " + own + ", elsewhere " + names + "; matched by name");
        }
    }
}
