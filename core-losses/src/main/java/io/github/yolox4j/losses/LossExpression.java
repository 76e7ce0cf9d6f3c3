package io.github.yolox4j.losses;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * How losses are written: {@code ciou}, {@code focal(eiou, gamma=0.5)}, {@code inner(siou, ratio=1.25):yolov6},
 * {@code class_weighted(bce, weights=[1, 2.5])}.
 *
 * <pre>
 * expression = name [ "(" part { "," part } ")" ] [ ":" policy ]
 * part       = key "=" value | expression
 * value      = word | "[" [ word { "," word } ] "]"
 * </pre>
 *
 * <p>Names, keys and words are letters, digits, {@code _}, {@code .}, {@code +} and {@code -}. Spaces count for
 * nothing. What a name means is the business of who reads the expression.
 *
 * @param name of the loss
 * @param operands the losses that it wraps
 * @param settings parameters by name, as written and in that order
 * @param policy what follows the colon
 */
public record LossExpression(
        String name, List<LossExpression> operands, Map<String, String> settings, Optional<String> policy) {

    public LossExpression {
        operands = List.copyOf(operands);
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /**
     * Reads an expression.
     *
     * @throws IllegalArgumentException if the text is no such expression; the message says where it stops being one
     */
    public static LossExpression parse(String text) {
        return new Reader(text).whole();
    }

    /** A number as expressions show it: {@code 640} and {@code 0.5}. */
    public static String written(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e9
                ? Long.toString((long) number)
                : Double.toString(number);
    }

    /** {@code name(first, key=number, ...)} of a name, possibly a wrapped loss, and keys before their numbers. */
    public static String written(String name, Object... parts) {
        List<String> written = new ArrayList<>();
        int from = parts.length % 2;
        if (from == 1) {
            written.add(parts[0].toString());
        }
        for (int i = from; i < parts.length; i += 2) {
            written.add(parts[i] + "=" + written((Double) parts[i + 1]));
        }
        return name + "(" + String.join(", ", written) + ")";
    }

    /**
     * This expression, where parameters that it leaves out are those of {@code defaults}.
     *
     * @throws IllegalArgumentException if it has a parameter that {@code defaults} lacks
     */
    public LossExpression over(LossExpression defaults) {
        Map<String, String> all = new LinkedHashMap<>(defaults.settings);
        settings.forEach((key, value) -> {
            if (!defaults.settings.containsKey(key)) {
                throw new IllegalArgumentException(name + " has no parameter '" + key + "' (understood was " + this
                        + "); valid are "
                        + (all.isEmpty() ? "none" : String.join(", ", new TreeSet<>(defaults.settings.keySet()))));
            }
            all.put(key, value);
        });
        return new LossExpression(name, operands, all, policy);
    }

    /**
     * The number of a parameter.
     *
     * @throws IllegalArgumentException if the value is not a number
     */
    public double number(String key) {
        return number(key, settings.get(key));
    }

    /**
     * The truth value of a parameter.
     *
     * @throws IllegalArgumentException if the value is neither {@code true} nor {@code false}
     */
    public boolean flag(String key) {
        String value = settings.get(key);
        if (!value.equals("true") && !value.equals("false")) {
            throw new IllegalArgumentException(key + " of " + name + " must be true or false, got '" + value + "'");
        }
        return value.equals("true");
    }

    /**
     * The numbers of a parameter.
     *
     * @throws IllegalArgumentException if the value is not a list of numbers
     */
    public List<Double> numbers(String key) {
        String value = settings.get(key);
        if (!value.startsWith("[")) {
            throw new IllegalArgumentException(
                    key + " of " + name + " must be a list such as [1, 2.5], got '" + value + "'");
        }
        String inside = value.substring(1, value.length() - 1);
        return inside.isEmpty()
                ? List.of()
                : Arrays.stream(inside.split(", "))
                        .map(word -> number("each of " + key, word))
                        .toList();
    }

    private double number(String what, String word) {
        try {
            return new BigDecimal(word).doubleValue();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(what + " of " + name + " must be a number, got '" + word + "'", e);
        }
    }

    /** Text that {@link #parse} turns back into this, parameters in alphabetical order. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        operands.forEach(operand -> parts.add(operand.toString()));
        new TreeSet<>(settings.keySet()).forEach(key -> parts.add(key + "=" + settings.get(key)));
        String call = parts.isEmpty() ? name : name + "(" + String.join(", ", parts) + ")";
        return policy.map(p -> call + ":" + p).orElse(call);
    }

    /** Reads from left to right, one character ahead. */
    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        LossExpression whole() {
            LossExpression expression = expression(word("a loss"));
            if (at < text.length()) {
                throw expected("the end");
            }
            return expression;
        }

        private LossExpression expression(String name) {
            List<LossExpression> operands = new ArrayList<>();
            Map<String, String> settings = new LinkedHashMap<>();
            if (next('(')) {
                do {
                    String word = word("a loss or key=value");
                    if (!next('=')) {
                        operands.add(expression(word));
                    } else if (settings.put(word, value("the value of " + word)) != null) {
                        throw new IllegalArgumentException("'" + word + "' is given twice in '" + text + "'");
                    }
                } while (next(','));
                if (!next(')')) {
                    throw expected("',' or ')'");
                }
            }
            Optional<String> policy = next(':') ? Optional.of(word("a policy")) : Optional.empty();
            return new LossExpression(name, operands, settings, policy);
        }

        private String value(String what) {
            if (!next('[')) {
                return word(what);
            }
            List<String> words = new ArrayList<>();
            if (!next(']')) {
                do {
                    words.add(word("a number"));
                } while (next(','));
                if (!next(']')) {
                    throw expected("',' or ']'");
                }
            }
            return words.toString();
        }

        private String word(String what) {
            skipSpaces();
            int start = at;
            while (at < text.length() && isWord(text.charAt(at))) {
                at++;
            }
            if (at == start) {
                throw expected(what);
            }
            String word = text.substring(start, at);
            skipSpaces();
            return word;
        }

        private boolean next(char wanted) {
            boolean found = at < text.length() && text.charAt(at) == wanted;
            if (found) {
                at++;
                skipSpaces();
            }
            return found;
        }

        private void skipSpaces() {
            while (at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
        }

        private IllegalArgumentException expected(String what) {
            return new IllegalArgumentException("loss '" + text + "': expected " + what + " at character " + (at + 1)
                    + ", got " + (at < text.length() ? "'" + text.charAt(at) + "'" : "the end")
                    + "; losses are written name, name:policy, name(key=number) or name(loss, key=number)");
        }

        private static boolean isWord(char c) {
            return c < 128 && Character.isLetterOrDigit(c) || "_.+-".indexOf(c) >= 0;
        }
    }
}
