package io.github.yolox4j.train.data.coco;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.yolox4j.train.data.annotation.ParserWords;
import io.github.yolox4j.train.data.finding.Findings;
import io.github.yolox4j.train.data.finding.ProblemKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The parts of COCO's annotation file that a detector needs, as they stand in the file. Numbers that JSON has not (NaN,
 * Infinity) are taken, as Python writes them.
 */
record CocoFile(List<Entry> images, List<Entry> annotations, List<Entry> categories) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    /** Label Studio writes files of categories alone beside other formats. */
    private static final Set<String> KEYS = Set.of("images", "annotations");

    private static final Set<String> IMAGE = Set.of("id", "file_name", "width", "height");
    private static final Set<String> ANNOTATION = Set.of("id", "image_id", "category_id", "bbox", "area", "iscrowd");
    private static final Set<String> CATEGORY = Set.of("id", "name", "supercategory");

    /**
     * An element of a list of the file.
     *
     * @param where the file and the line that it begins on
     * @param outline of an annotation, if it has one
     */
    record Entry(String where, Map<String, JsonNode> values, CocoOutline outline) {

        CocoValue value(String key) {
            return new CocoValue(where, key, values.get(key));
        }
    }

    /** Whether a file is one of COCO: an object with lists of images and annotations. Reads no further than needed. */
    static boolean isOne(Path file) {
        Set<String> found = new HashSet<>();
        try (JsonParser json = JSON.createParser(file.toFile())) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (found.size() < KEYS.size() && json.nextToken() == JsonToken.FIELD_NAME) {
                String key = json.currentName();
                if (json.nextToken() == JsonToken.START_ARRAY && KEYS.contains(key)) {
                    found.add(key);
                }
                if (found.size() < KEYS.size()) {
                    json.skipChildren();
                }
            }
        } catch (IOException e) {
            return found.size() == 1; // broken after one of the lists: said when it is read
        }
        return found.size() == KEYS.size();
    }

    static CocoFile read(Path file, Findings findings) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("no such file: " + file);
        }
        try (JsonParser json = JSON.createParser(file.toFile())) {
            return read(file, json, findings);
        } catch (JsonProcessingException e) {
            throw new IOException(file + ParserWords.of(e).replaceFirst(": ", ": not a COCO annotation file: "), e);
        }
    }

    private static CocoFile read(Path file, JsonParser json, Findings findings) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new IOException(file + ":1: not a COCO annotation file: it must begin with '{'");
        }
        Map<String, List<Entry>> lists = new HashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            json.nextToken();
            switch (key) {
                case "images" -> lists.put(key, list(file, key, json, IMAGE, findings));
                case "annotations" -> lists.put(key, list(file, key, json, ANNOTATION, findings));
                case "categories" -> lists.put(key, list(file, key, json, CATEGORY, findings));
                default -> json.skipChildren();
            }
        }
        for (String key : List.of("images", "annotations", "categories")) {
            if (!lists.containsKey(key)) {
                throw new IOException(file + ": no list '" + key + "'");
            }
        }
        return new CocoFile(lists.get("images"), lists.get("annotations"), lists.get("categories"));
    }

    private static List<Entry> list(Path file, String list, JsonParser json, Set<String> keys, Findings findings)
            throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw new IOException(
                    file + ":" + json.currentTokenLocation().getLineNr() + ": '" + list + "' must be a list");
        }
        List<Entry> entries = new ArrayList<>();
        int index = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            String where = file + ":" + json.currentTokenLocation().getLineNr();
            if (json.currentToken() == JsonToken.START_OBJECT) {
                entries.add(entry(where, json, keys));
            } else {
                String text = json.readValueAsTree().toString();
                findings.tell(
                        ProblemKind.WRONG_ANNOTATION,
                        where + ": " + list + "[" + index + "] must be an object {...}, is "
                                + CocoValue.shortened(text));
            }
            index++;
        }
        return entries;
    }

    private static Entry entry(String where, JsonParser json, Set<String> keys) throws IOException {
        Map<String, JsonNode> values = new HashMap<>();
        CocoOutline outline = CocoOutline.NONE;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            json.nextToken();
            if (key.equals("segmentation")) {
                outline = CocoOutline.read(json);
            } else if (keys.contains(key)) {
                values.put(key, json.readValueAsTree());
            } else {
                json.skipChildren();
            }
        }
        return new Entry(where, values, outline);
    }
}
