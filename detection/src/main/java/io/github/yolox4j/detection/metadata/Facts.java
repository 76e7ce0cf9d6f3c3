package io.github.yolox4j.detection.metadata;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads facts by key; messages name the key. */
record Facts(Map<String, String> map) {

    String text(String key) {
        String text = map.get(key);
        if (text == null) {
            throw new IllegalArgumentException("metadata has no key " + key + "; it has "
                    + map.keySet().stream().sorted().collect(Collectors.joining(", ", "[", "]")));
        }
        return text;
    }

    /** A fact that older files lack. */
    String text(String key, String otherwise) {
        return map.getOrDefault(key, otherwise);
    }

    /** The member of a closed set whose name in the file is the fact. */
    <E> E oneOf(String key, E[] members, Function<E, String> name) {
        String text = text(key);
        return Arrays.stream(members)
                .filter(member -> name.apply(member).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("metadata " + key + ": expected "
                        + Arrays.stream(members).map(name).collect(Collectors.joining(", ")) + ", got " + text));
    }

    double real(String key) {
        return parsed(key, Double::parseDouble, "a number");
    }

    int number(String key) {
        return parsed(key, Integer::parseInt, "a whole number");
    }

    private <N> N parsed(String key, Function<String, N> parser, String what) {
        String text = text(key);
        try {
            return parser.apply(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("metadata " + key + ": expected " + what + ", got " + text, e);
        }
    }

    /** Two whole numbers as {@code [a, b]}. */
    int[] pair(String key) {
        String text = text(key);
        if (!text.matches("\\s*\\[\\s*-?\\d{1,9}\\s*,\\s*-?\\d{1,9}\\s*]\\s*")) {
            throw new IllegalArgumentException("metadata " + key + ": expected [number, number], got " + text);
        }
        return Arrays.stream(text.replaceAll("[\\[\\]\\s]", "").split(","))
                .mapToInt(Integer::parseInt)
                .toArray();
    }
}
