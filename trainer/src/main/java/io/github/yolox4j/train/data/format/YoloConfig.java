package io.github.yolox4j.train.data.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a {@code data.yaml} says: class names, as a list or as a map from number to name, and where the images of each
 * split lie.
 *
 * @param names by class id
 */
record YoloConfig(Path file, List<String> names, JsonNode content) {

    private static final YAMLMapper YAML = new YAMLMapper();

    static YoloConfig read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("no such file: " + file);
        }
        JsonNode content;
        try {
            content = YAML.readTree(Folders.text(file));
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new IOException(
                    file + ":" + line + ": not YAML: " + e.getOriginalMessage().replaceAll("\\s+", " "), e);
        }
        List<String> names = names(file, content.path("names"));
        JsonNode count = content.path("nc");
        if (!count.isMissingNode() && count.asInt(-1) != names.size()) {
            throw new IOException(file + ": 'nc' is " + count.asText() + " but 'names' has " + names.size());
        }
        return new YoloConfig(file, names, content);
    }

    List<String> splits() {
        return DatasetFormat.USUAL_SPLITS.stream().filter(content::hasNonNull).toList();
    }

    /** The folders or list files of a split; it is an error if they do not exist. */
    List<Path> places(String split) throws IOException {
        JsonNode named = content.path(split);
        if (named.isMissingNode() || named.isNull()) {
            throw new IOException(file + ": no split '" + split + "', there are " + splits());
        }
        List<Path> places = new ArrayList<>();
        for (JsonNode place : named.isArray() ? named : List.of(named)) {
            if (!place.isTextual()) {
                throw new IOException(file + ": '" + split + "' must be a path or a list of paths, is " + named);
            }
            places.add(place(split, place.asText()));
        }
        return places;
    }

    /** Below {@code path} of the file, else below the file's folder; some tools write {@code ../} too often. */
    private Path place(String split, String text) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        String where = file.toString();
        Path base = Folders.named(folder, content.path("path").asText(""), where);
        List<Path> candidates = List.of(
                Folders.named(base, text, where),
                Folders.named(folder, text, where),
                Folders.named(folder, text.replaceFirst("^(\\.\\./)+", ""), where));
        Optional<Path> found = candidates.stream().filter(Files::exists).findFirst();
        return found.orElseThrow(
                () -> new IOException(file + ": '" + split + "' is " + text + ", which does not exist: "
                        + candidates.stream().map(Path::normalize).distinct().toList()));
    }

    private static List<String> names(Path file, JsonNode node) throws IOException {
        List<String> names = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(name -> names.add(name.asText()));
        } else if (node.isObject()) {
            for (int i = 0; i < node.size(); i++) {
                JsonNode name = node.get(Integer.toString(i));
                if (name == null) {
                    throw new IOException(file + ": 'names' must number its " + node.size() + " classes from 0, has "
                            + node.properties().stream().map(Map.Entry::getKey).toList());
                }
                names.add(name.asText());
            }
        }
        if (names.isEmpty()) {
            throw new IOException(file + ": no 'names', needs a list of class names or a map from number to name");
        }
        if (names.stream().distinct().count() < names.size()) {
            throw new IOException(file + ": a class is named twice in " + names);
        }
        return names;
    }
}
