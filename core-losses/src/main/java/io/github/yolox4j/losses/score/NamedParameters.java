package io.github.yolox4j.losses.score;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A name and numbers given by name, written {@code name} or {@code name(key=1, other=0.5)}. */
record NamedParameters(String name, Map<String, Double> values) {

    private static final Pattern CALL = Pattern.compile("([^()]*?)\\s*(?:\\((.*)\\))?");
    private static final Pattern PAIR = Pattern.compile("\\s*(\\w+)\\s*=\\s*(\\S+)\\s*");

    static NamedParameters parse(String text) {
        Matcher call = CALL.matcher(text);
        if (!call.matches()) {
            throw new IllegalArgumentException("expected a name or name(key=number, ...), got '" + text + "'");
        }
        Map<String, Double> values = new LinkedHashMap<>();
        if (call.group(2) != null) {
            for (String part : call.group(2).split(",", -1)) {
                Matcher pair = PAIR.matcher(part);
                if (!pair.matches()) {
                    throw new IllegalArgumentException("expected key=number in '" + text + "', got '" + part + "'");
                }
                if (values.put(pair.group(1), number(pair.group(2), text)) != null) {
                    throw new IllegalArgumentException("'" + pair.group(1) + "' is given twice in '" + text + "'");
                }
            }
        }
        return new NamedParameters(call.group(1), values);
    }

    private static double number(String digits, String text) {
        try {
            return Double.parseDouble(digits);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + digits + "' in '" + text + "' is not a number", e);
        }
    }

    /** The defaults, replaced by what was given. */
    Map<String, Double> over(Map<String, Double> defaults) {
        Map<String, Double> all = new TreeMap<>(defaults);
        values.forEach((key, value) -> {
            if (!defaults.containsKey(key)) {
                throw new IllegalArgumentException(name + " has no parameter '" + key + "'; valid are "
                        + String.join(", ", new TreeSet<>(defaults.keySet())));
            }
            all.put(key, value);
        });
        return all;
    }
}
