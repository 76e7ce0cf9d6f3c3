package io.github.yolox4j.train.data;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The parts of COCO's annotation file that a detector needs; what the file leaves out is {@code null}. */
@JsonIgnoreProperties(ignoreUnknown = true)
record CocoFile(List<Image> images, List<Annotation> annotations, List<Category> categories) {

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

    static CocoFile read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("no such file: " + file);
        }
        CocoFile read;
        try (InputStream in = Files.newInputStream(file)) {
            read = JSON.readValue(in, CocoFile.class);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            String reason = e.getOriginalMessage().replaceAll("\\s+", " ");
            throw new IOException(file + ":" + line + ": not a COCO annotation file: " + reason, e);
        }
        if (read == null) {
            throw new IOException(file + ": not a COCO annotation file: it holds null");
        }
        requireList(file, "images", read.images);
        requireList(file, "annotations", read.annotations);
        requireList(file, "categories", read.categories);
        return read;
    }

    private static void requireList(Path file, String key, List<?> list) throws IOException {
        if (list == null) {
            throw new IOException(file + ": no list '" + key + "'");
        }
        int hole = list.indexOf(null);
        if (hole >= 0) {
            throw new IOException(file + ": " + key + "[" + hole + "] is null");
        }
    }
}
