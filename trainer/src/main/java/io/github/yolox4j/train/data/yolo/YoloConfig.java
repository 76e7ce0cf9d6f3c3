package io.github.yolox4j.train.data.yolo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.yolox4j.train.data.annotation.Folders;
import io.github.yolox4j.train.data.annotation.ParserWords;
import io.github.yolox4j.train.data.annotation.Splits;
import io.github.yolox4j.train.data.finding.Findings;
import io.github.yolox4j.train.data.finding.ProblemKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a {@code data.yaml}, by any name, says: class names, as a list or as a map from number to name, and where the
 * images of each split lie.
 *
 * @param names by class id
 */
record YoloConfig(Path file, List<String> names, JsonNode content) implements YoloLayout {

    private static final YAMLMapper YAML = new YAMLMapper();

    static YoloConfig read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("no such file: " + file);
        }
        JsonNode content;
        try {
            content = YAML.readTree(Folders.text(file));
        } catch (JsonProcessingException e) {
            throw new IOException(file + ParserWords.of(e).replaceFirst(": ", ": not YAML: "), e);
        }
        List<String> names = names(file, content.path("names"));
        JsonNode count = content.path("nc");
        if (!count.isMissingNode() && count.asInt(-1) != names.size()) {
            throw new IOException(file + ": 'nc' is " + count.asText() + " but 'names' has " + names.size());
        }
        return new YoloConfig(file, names, content);
    }

    /** Whether a file is YAML with the names of classes. */
    static boolean isOne(Path file) {
        try {
            return YAML.readTree(Folders.text(file)).has("names");
        } catch (IOException e) {
            return false; // what cannot be read is not one
        }
    }

    @Override
    public boolean hasKeypoints() {
        return content.has("kpt_shape");
    }

    /** Roboflow names a split {@code test} also where there is none. */
    @Override
    public List<String> splits() {
        return Splits.USUAL.stream()
                .filter(split -> content.hasNonNull(split)
                        && (content.path(split).isContainerNode()
                                || !content.path(split).asText().isBlank()))
                .filter(split -> !split.equals("test") || exists(content.path(split)))
                .toList();
    }

    private boolean exists(JsonNode place) {
        try {
            return !place.isTextual()
                    || Folders.nearest(bases(), place.asText(), file.toString()).isPresent();
        } catch (IOException e) {
            return true; // no such name can be: told when the split is read
        }
    }

    /** It is an error if one does not exist. */
    @Override
    public List<Path> places(String split, Findings findings) throws IOException {
        String name = Splits.find(split, splits())
                .orElseThrow(() -> new IOException(file + ": no split '" + split + "', there are " + splits()));
        JsonNode named = content.path(name);
        List<Path> places = new ArrayList<>();
        for (JsonNode place : named.isArray() ? named : List.of(named)) {
            if (!place.isTextual()) {
                throw new IOException(file + ": '" + name + "' must be a path or a list of paths, is " + named);
            }
            places.add(place(name, Folders.slashes(place.asText()), findings));
        }
        return places;
    }

    /** Below {@code path} of the file, else below the file's folder; some tools write {@code ../} too often. */
    private Path place(String split, String text, Findings findings) throws IOException {
        String where = file + ": '" + split + "'";
        List<Path> bases = bases();
        Folders.Nearest nearest = Folders.nearest(bases, text, where)
                .orElseThrow(() -> new IOException(where + " is " + text + ", which does not exist: "
                        + bases.stream()
                                .map(path -> path.resolve(text).normalize())
                                .distinct()
                                .toList()));
        if (nearest.moved()) {
            findings.tell(ProblemKind.MOVED_IMAGE, where + " is " + text + ", read from " + nearest.path());
        }
        return nearest.path();
    }

    private List<Path> bases() throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path named = Folders.named(folder, Folders.slashes(content.path("path").asText("")), file.toString());
        return Stream.of(named, folder).distinct().toList();
    }

    private static List<String> names(Path file, JsonNode node) throws IOException {
        List<String> names = new ArrayList<>();
        if (node.isArray()) {
            for (JsonNode name : node) {
                names.add(name(file, name));
            }
        } else if (node.isObject()) {
            for (int i = 0; i < node.size(); i++) {
                JsonNode name = node.get(Integer.toString(i));
                if (name == null) {
                    throw new IOException(file + ": 'names' must number its " + node.size() + " classes from 0, has "
                            + node.properties().stream().map(Map.Entry::getKey).toList());
                }
                names.add(name(file, name));
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

    private static String name(Path file, JsonNode node) throws IOException {
        if (node.isContainerNode() || node.isNull() || node.asText().isBlank()) {
            throw new IOException(file + ": every class in 'names' needs a name, one is " + node);
        }
        return node.asText();
    }
}
