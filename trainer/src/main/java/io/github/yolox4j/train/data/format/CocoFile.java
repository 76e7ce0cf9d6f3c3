package io.github.yolox4j.train.data.format;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The parts of COCO's annotation file that a detector needs; what the file leaves out is {@code null}. */
record CocoFile(List<At<Image>> images, List<At<Annotation>> annotations, List<At<Category>> categories) {

    private static final ObjectMapper JSON = new ObjectMapper();

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Image(Long id, @JsonProperty("file_name") String fileName, Integer width, Integer height) {}

    /** A box {@code [x, y, width, height]}. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Annotation(
            Long id,
            @JsonProperty("image_id") Long imageId,
            @JsonProperty("category_id") Integer categoryId,
            List<Double> bbox,
            Double area,
            Integer iscrowd) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Category(Integer id, String name) {}

    /** An element of a list of the file, and the line that it begins on. */
    record At<T>(int line, T value) {}

    static CocoFile read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("no such file: " + file);
        }
        try (JsonParser json = JSON.createParser(file.toFile())) {
            return read(file, json);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            String reason = e.getOriginalMessage().replaceAll("\\s+", " ");
            throw new IOException(file + ":" + line + ": not a COCO annotation file: " + reason, e);
        }
    }

    private static CocoFile read(Path file, JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new IOException(file + ":1: not a COCO annotation file: it must begin with '{'");
        }
        List<At<Image>> images = null;
        List<At<Annotation>> annotations = null;
        List<At<Category>> categories = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            json.nextToken();
            switch (key) {
                case "images" -> images = list(file, key, json, Image.class);
                case "annotations" -> annotations = list(file, key, json, Annotation.class);
                case "categories" -> categories = list(file, key, json, Category.class);
                default -> json.skipChildren();
            }
        }
        return new CocoFile(
                required(file, "images", images),
                required(file, "annotations", annotations),
                required(file, "categories", categories));
    }

    private static <T> List<At<T>> list(Path file, String key, JsonParser json, Class<T> type) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw new IOException(
                    file + ":" + json.currentTokenLocation().getLineNr() + ": '" + key + "' must be a list");
        }
        List<At<T>> list = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            int line = json.currentTokenLocation().getLineNr();
            if (json.currentToken() != JsonToken.START_OBJECT) {
                throw new IOException(file + ":" + line + ": " + key + "[" + list.size() + "] is " + json.getText());
            }
            list.add(new At<>(line, json.readValueAs(type)));
        }
        return list;
    }

    private static <T> List<T> required(Path file, String key, List<T> list) throws IOException {
        if (list == null) {
            throw new IOException(file + ": no list '" + key + "'");
        }
        return list;
    }
}
