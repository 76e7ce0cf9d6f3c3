package io.github.yolox4j.losses.score;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A name and parameters given by name, written {@code name} or {@code name(key=1, other=true, list=[1, 2])}; the name of
 * a modifier is followed by what it modifies, as in {@code name(base(key=2), key=1)}.
 *
 * <p>Who has asked for every parameter that there is calls {@link #end}, which refuses the others.
 */
final class NamedParameters {

    private static final Pattern CALL = Pattern.compile("\\s*([^()]*?)\\s*(?:\\((.*)\\))?\\s*");
    private static final Pattern PAIR = Pattern.compile("\\s*(\\w+)\\s*=\\s*(.*\\S)\\s*");
    private static final Pattern LIST = Pattern.compile("\\[(.*)]");

    private final String text;
    private final String name;
    private final Optional<String> base;
    private final Map<String, String> values;
    private final Set<String> valid = new TreeSet<>();

    private NamedParameters(String text, String name, Optional<String> base, Map<String, String> values) {
        this.text = text;
        this.name = name;
        this.base = base;
        this.values = values;
    }

    static NamedParameters parse(String text) {
        Matcher call = CALL.matcher(text);
        if (!call.matches()) {
            throw new IllegalArgumentException("expected a name or name(key=number, ...), got '" + text + "'");
        }
        Optional<String> base = Optional.empty();
        Map<String, String> values = new LinkedHashMap<>();
        List<String> parts = call.group(2) == null ? List.of() : parts(text, call.group(2));
        for (String part : parts) {
            Matcher pair = PAIR.matcher(part);
            if (pair.matches()) {
                if (values.put(pair.group(1), pair.group(2)) != null) {
                    throw new IllegalArgumentException("'" + pair.group(1) + "' is given twice in '" + text + "'");
                }
            } else if (base.isEmpty() && values.isEmpty() && !part.isBlank()) {
                base = Optional.of(part.strip());
            } else {
                throw new IllegalArgumentException("expected key=number in '" + text + "', got '" + part + "'");
            }
        }
        return new NamedParameters(text, call.group(1), base, values);
    }

    /** What stands between the commas that are in no further brackets. */
    private static List<String> parts(String text, String arguments) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < arguments.length(); i++) {
            switch (arguments.charAt(i)) {
                case '(', '[' -> depth++;
                case ')', ']' -> depth--;
                case ',' -> {
                    if (depth == 0) {
                        parts.add(arguments.substring(start, i));
                        start = i + 1;
                    }
                }
                default -> {}
            }
            if (depth < 0) {
                break;
            }
        }
        if (depth != 0) {
            throw new IllegalArgumentException("brackets in '" + text + "' do not match");
        }
        parts.add(arguments.substring(start));
        return parts;
    }

    String name() {
        return name;
    }

    /** What a modifier modifies. */
    String base(String example) {
        return base.orElseThrow(
                () -> new IllegalArgumentException(name + " needs a loss, as in " + example + ", got '" + text + "'"));
    }

    double number(String key, double otherwise) {
        valid.add(key);
        return values.containsKey(key) ? number(values.get(key)) : otherwise;
    }

    boolean flag(String key, boolean otherwise) {
        valid.add(key);
        String value = values.getOrDefault(key, String.valueOf(otherwise));
        if (!value.equals("true") && !value.equals("false")) {
            throw new IllegalArgumentException("'" + value + "' in '" + text + "' is not true or false");
        }
        return value.equals("true");
    }

    List<Double> numbers(String key, String example) {
        valid.add(key);
        Matcher list = LIST.matcher(values.getOrDefault(key, ""));
        if (!list.matches()) {
            throw new IllegalArgumentException(name + " needs " + key + ", as in " + example + ", got '" + text + "'");
        }
        return Arrays.stream(list.group(1).split(",", -1))
                .map(String::strip)
                .map(this::number)
                .toList();
    }

    /** Refuses parameters that nobody asked for, and a base where there is none to be. */
    void end() {
        if (base.isPresent()) {
            throw new IllegalArgumentException("expected key=number in '" + text + "', got '" + base.get() + "'");
        }
        endAfterBase();
    }

    /** Refuses parameters that nobody asked for. */
    void endAfterBase() {
        for (String key : values.keySet()) {
            if (!valid.contains(key)) {
                throw new IllegalArgumentException(name + " has no parameter '" + key + "'; valid are "
                        + (valid.isEmpty() ? "none" : String.join(", ", valid)));
            }
        }
    }

    private double number(String digits) {
        try {
            return Double.parseDouble(digits);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + digits + "' in '" + text + "' is not a number", e);
        }
    }
}
