package io.github.yolox4j.train.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A JSON object and where it stands, so that a missing entry is named. */
record JsonEntries(String place, JsonNode node) {

    boolean has(String key) {
        return node.has(key);
    }

    Set<String> keys() {
        Set<String> keys = new LinkedHashSet<>();
        node.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    boolean isNull(String key) {
        return node.path(key).isNull();
    }

    JsonEntries entry(String key) throws IOException {
        return new JsonEntries(place + "/" + key, require(key, node.path(key).isObject(), "an object"));
    }

    List<JsonEntries> list(String key) throws IOException {
        JsonNode list = require(key, node.path(key).isArray(), "a list");
        List<JsonEntries> entries = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            entries.add(new JsonEntries(place + "/" + key + "/" + i, list.get(i)));
        }
        return entries;
    }

    double number(String key) throws IOException {
        return require(key, node.path(key).isNumber(), "a number").doubleValue();
    }

    long integer(String key) throws IOException {
        JsonNode value = node.path(key);
        return require(key, value.isIntegralNumber() && value.canConvertToLong(), "an integer")
                .longValue();
    }

    int category(String key) throws IOException {
        JsonNode value = node.path(key);
        return require(key, value.isIntegralNumber() && value.canConvertToInt(), "an integer of 32 bits")
                .intValue();
    }

    double[] numbers(String key, int count) throws IOException {
        JsonNode list = require(key, node.path(key).size() == count, count + " numbers");
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            require(key, list.path(i).isNumber(), count + " numbers");
            values[i] = list.get(i).doubleValue();
        }
        return values;
    }

    private JsonNode require(String key, boolean holds, String what) throws IOException {
        JsonNode value = node.path(key);
        if (!holds) {
            throw new IOException(
                    place + "/" + key + " must be " + what + ", is " + (value.isMissingNode() ? "missing" : value));
        }
        return value;
    }
}
