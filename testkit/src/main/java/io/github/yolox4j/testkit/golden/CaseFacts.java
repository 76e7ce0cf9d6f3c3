package io.github.yolox4j.testkit.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.yolox4j.testkit.Closeness;
import io.github.yolox4j.testkit.GoldenCase;
import io.github.yolox4j.testkit.NpzArchive;
import io.github.yolox4j.testkit.Numbers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a manifest says about one case, checked as it is read. Keys are JSON pointers without the leading slash: {@code
 * params/gamma}.
 */
public record CaseFacts(GoldenCase golden) {

    /** In {@link #array}: any length. */
    public static final long ANY = -1;

    private static final int MOST_CLASSES = 10_000;

    /** The only rule of comparison there is, as manifests write it. */
    private static final String RULE =
            "value: |a-b| <= tol*max(1,|b|); gradient: |a-b| <= tol*max(1, largest |b| of the row)";

    public String text(String key) throws IOException {
        return require(key, at(key).isTextual(), "a text").textValue();
    }

    public double number(String key) throws IOException {
        return require(key, at(key).isNumber(), "a number").doubleValue();
    }

    public double number(String key, double otherwise) throws IOException {
        return at(key).isMissingNode() ? otherwise : number(key);
    }

    public int integer(String key) throws IOException {
        return require(key, at(key).canConvertToInt() && at(key).isIntegralNumber(), "an integer")
                .intValue();
    }

    /** An integer in {@code 1..most}. */
    public int count(String key, int most) throws IOException {
        int count = integer(key);
        require(key, count >= 1 && count <= most, "in 1.." + most);
        return count;
    }

    /** How many classes a network has: few enough that it fits into memory. */
    public int classes() throws IOException {
        return count("classes", MOST_CLASSES);
    }

    public long longInteger(String key) throws IOException {
        return require(key, at(key).canConvertToLong() && at(key).isIntegralNumber(), "an integer")
                .longValue();
    }

    public boolean flag(String key) throws IOException {
        return require(key, at(key).isBoolean(), "true or false").booleanValue();
    }

    public int[] integers(String key) throws IOException {
        JsonNode list = require(key, at(key).isArray(), "a list of integers");
        int[] values = new int[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = integer(key + "/" + i);
        }
        return values;
    }

    public List<Double> numbers(String key) throws IOException {
        JsonNode list = require(key, at(key).isArray(), "a list of numbers");
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            values.add(number(key + "/" + i));
        }
        return values;
    }

    public boolean has(String key) {
        return !at(key).isMissingNode();
    }

    /** What the manifest says there, as JSON, for messages. */
    public String json(String key) {
        return at(key).toString();
    }

    private JsonNode at(String key) {
        return golden.description().at("/" + key);
    }

    /** The parameters that a case gives beyond those known. */
    public Optional<String> unknownParameter(String loss, Set<String> known) {
        Set<String> given = new TreeSet<>();
        at("params").fieldNames().forEachRemaining(given::add);
        given.removeAll(known);
        return given.isEmpty()
                ? Optional.empty()
                : Optional.of("parameter " + String.join(", ", given) + " of loss " + loss + " is not supported yet");
    }

    /** A rule of comparison other than the known one. */
    public Optional<String> unknownRule() throws IOException {
        return has("tolerance_rule") && !text("tolerance_rule").equals(RULE)
                ? Optional.of("tolerance rule '" + text("tolerance_rule") + "' is not supported yet")
                : Optional.empty();
    }

    /** The case's own tolerance, number by number, or that of its kind. */
    public Closeness tolerance(double ofKind) throws IOException {
        return Closeness.ofNumbers(number("tolerance", ofKind));
    }

    public NpzArchive arrays() throws IOException {
        return golden.arrays();
    }

    /** An array of the case's file whose shape must be as given, {@link #ANY} standing for any length. */
    public Numbers array(NpzArchive arrays, String key, long... shape) throws IOException {
        Numbers array = arrays.array(key);
        long[] found = array.shape();
        boolean fits = found.length == shape.length;
        for (int d = 0; fits && d < shape.length; d++) {
            fits = shape[d] == ANY ? found[d] > 0 : found[d] == shape[d];
        }
        if (!fits) {
            throw new IOException(text("file") + "/" + key + ": need shape "
                    + Arrays.toString(shape).replace("-1", "n") + ", found " + Arrays.toString(found));
        }
        return array;
    }

    private JsonNode require(String key, boolean holds, String what) throws IOException {
        JsonNode value = at(key);
        if (!holds) {
            throw new IOException("manifest.json: '" + key + "' of case " + golden.name() + " must be " + what + ", is "
                    + (value.isMissingNode() ? "missing" : value));
        }
        return value;
    }
}
