package io.github.yolox4j.train.data.coco;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.yolox4j.train.data.finding.Findings;
import io.github.yolox4j.train.data.finding.ProblemKind;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A value of COCO's file, read by its meaning: people's tools write numbers as text, ids as words, and marks as true
 * and false. Messages have the value as it stands in the file.
 *
 * @param where the file and line of what it belongs to
 * @param node {@code null} if the file has no such key
 */
record CocoValue(String where, String key, JsonNode node) {

    private static final int LONG = 60;

    boolean isGiven() {
        return node != null && !node.isNull();
    }

    /** A number or a word that stands for something; a whole number is the same with and without a decimal point. */
    Optional<String> id() throws IOException {
        if (!isGiven()) {
            return Optional.empty();
        }
        if (node.isTextual() && !node.asText().isBlank()) {
            return Optional.of(node.asText().strip());
        }
        if (node.isIntegralNumber()) {
            return Optional.of(node.asText());
        }
        if (node.isNumber() && node.asDouble() == Math.rint(node.asDouble()) && Math.abs(node.asDouble()) < 1L << 53) {
            return Optional.of(Long.toString((long) node.asDouble()));
        }
        throw wrong("a number or a text");
    }

    Optional<String> text() throws IOException {
        if (!isGiven()) {
            return Optional.empty();
        }
        if (node.isTextual() || node.isNumber()) {
            return Optional.of(node.asText());
        }
        throw wrong("a text");
    }

    /** The text or number as it stands in the file; empty if there is none. */
    String written() {
        return isGiven() ? node.asText() : "";
    }

    /** Whole pixels of at least 1; empty if the file has none that can be. */
    OptionalInt pixels(Findings findings) throws IOException {
        if (!isGiven()) {
            return OptionalInt.empty();
        }
        OptionalDouble number = number(findings);
        return number.isPresent() && number.getAsDouble() >= 1 && number.getAsDouble() == (int) number.getAsDouble()
                ? OptionalInt.of((int) number.getAsDouble())
                : OptionalInt.empty();
    }

    /** A finite number, also as text; empty if it is missing, NaN or infinite. */
    OptionalDouble number(Findings findings) throws IOException {
        if (!isGiven()) {
            return OptionalDouble.empty();
        }
        double value;
        if (node.isNumber()) {
            value = node.asDouble();
        } else if (node.isTextual()) {
            try {
                value = Double.parseDouble(node.asText());
            } catch (NumberFormatException e) {
                throw new IOException(message("a number"), e);
            }
            tell(findings, Double.toString(value));
        } else {
            throw wrong("a number");
        }
        if (!Double.isFinite(value)) {
            tell(findings, "not given");
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(value);
    }

    /** 0 or 1, also false and true; not given is 0. */
    boolean mark(Findings findings) throws IOException {
        if (!isGiven()) {
            return false;
        }
        String text = node.asText().strip();
        boolean isWord = text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
        if (node.isContainerNode() || !isWord && !text.matches("[01](\\.0*)?")) {
            throw wrong("0 or 1");
        }
        boolean mark = isWord ? text.equalsIgnoreCase("true") : text.startsWith("1");
        if (!node.isNumber()) {
            tell(findings, mark ? "1" : "0");
        }
        return mark;
    }

    private void tell(Findings findings, String taken) throws IOException {
        findings.tell(ProblemKind.VALUE_AS_OTHER_TYPE, where + ": " + key + " " + shown() + " is read as " + taken);
    }

    private IOException wrong(String expected) {
        return new IOException(message(expected));
    }

    private String message(String expected) {
        return where + ": " + key + " must be " + expected + ", is " + shown();
    }

    /** For a message. */
    private String shown() {
        return shortened(node.isNumber() ? node.asText() : node.toString());
    }

    static String shortened(String json) {
        String line = json.replaceAll("\\s+", " ");
        return line.length() <= LONG ? line : line.substring(0, LONG) + " ...";
    }
}
