package io.github.yolox4j.detection.metadata;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Class names as the Python literal <code>{0: 'cat', 1: 'dog'}</code>, the form that {@code ast.literal_eval} reads.
 */
public final class PythonLiterals {

    private PythonLiterals() {}

    /** The names, by index from 0. */
    public static String dictionary(List<String> names) {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < names.size(); i++) {
            text.append(i == 0 ? "" : ", ").append(i).append(": ").append(quoted(names.get(i)));
        }
        return text.append('}').toString();
    }

    private static String quoted(String name) {
        StringBuilder text = new StringBuilder("'");
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            switch (c) {
                case '\'', '\\' -> text.append('\\').append(c);
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> text.append(c);
            }
        }
        return text.append('\'').toString();
    }

    /**
     * Reads what {@link #dictionary} and other tools write; either quote is understood.
     *
     * @throws IllegalArgumentException unless the keys are 0, 1, ... in any order
     */
    public static List<String> names(String text) {
        Reader reader = new Reader(text);
        Map<Integer, String> names = new TreeMap<>();
        reader.expect('{');
        while (!reader.next('}')) {
            int index = reader.number();
            reader.expect(':');
            if (names.put(index, reader.quoted()) != null) {
                throw reader.bad("index " + index + " is given twice");
            }
            if (!reader.next(',')) {
                reader.expect('}');
                break;
            }
        }
        List<String> ordered = new ArrayList<>();
        for (Map.Entry<Integer, String> entry : names.entrySet()) {
            if (entry.getKey() != ordered.size()) {
                throw reader.bad("index " + ordered.size() + " is missing");
            }
            ordered.add(entry.getValue());
        }
        return ordered;
    }

    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        /** Takes {@code c} if it comes next. */
        boolean next(char c) {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            if (at < text.length() && text.charAt(at) == c) {
                at++;
                return true;
            }
            return false;
        }

        void expect(char c) {
            if (!next(c)) {
                throw bad("expected " + c + " at position " + at);
            }
        }

        int number() {
            next(' ');
            int start = at;
            while (at < text.length() && Character.isDigit(text.charAt(at))) {
                at++;
            }
            if (start == at || at - start > 9) {
                throw bad("expected a class index at position " + start);
            }
            return Integer.parseInt(text.substring(start, at));
        }

        String quoted() {
            char quote = next('\'') ? '\'' : '"';
            if (quote == '"') {
                expect('"');
            }
            StringBuilder name = new StringBuilder();
            while (at < text.length() && text.charAt(at) != quote) {
                char c = text.charAt(at++);
                name.append(c == '\\' && at < text.length() ? escaped(text.charAt(at++)) : c);
            }
            if (at == text.length()) {
                throw bad("a quoted name has no end");
            }
            at++;
            return name.toString();
        }

        private static char escaped(char c) {
            return switch (c) {
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                default -> c;
            };
        }

        IllegalArgumentException bad(String reason) {
            return new IllegalArgumentException("metadata names: " + reason + ": " + text);
        }
    }
}
