package io.github.yolox4j.train.data.format;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Class ids by name, for a list of names. */
final class ClassNames {

    private final List<String> names;
    private final Map<String, Integer> ids = new HashMap<>();

    ClassNames(List<String> names) {
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

    List<String> names() {
        return names;
    }

    /** @throws IOException if the list lacks the name, which was found at {@code where} */
    int id(String name, String where) throws IOException {
        Integer id = ids.get(name);
        if (id == null) {
            throw new IOException(where + ": class '" + name + "' is none of the expected " + names);
        }
        return id;
    }
}
