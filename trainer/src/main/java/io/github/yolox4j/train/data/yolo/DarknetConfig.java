package io.github.yolox4j.train.data.yolo;

import io.github.yolox4j.train.data.annotation.Folders;
import io.github.yolox4j.train.data.annotation.Splits;
import io.github.yolox4j.train.data.finding.Findings;
import io.github.yolox4j.train.data.finding.ProblemKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an {@code obj.data} of darknet says, as CVAT writes it too: lines {@code KEY = VALUE}; {@code names} is a file
 * with a class a line, {@code train} and {@code valid} are files with an image a line. Paths are relative to darknet's
 * own folder, mostly {@code data/}; they are found beside the file.
 */
record DarknetConfig(Path file, List<String> names, Map<String, String> values) implements YoloLayout {

    static DarknetConfig read(Path file) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        for (Folders.Entry line : Folders.entries(file)) {
            String[] parts = line.text().split("=", 2);
            if (line.text().startsWith("#")) {
                continue;
            }
            if (parts.length < 2) {
                throw new IOException(line.where() + ": expected KEY = VALUE, is '" + line.text() + "'");
            }
            values.put(parts[0].strip(), parts[1].strip());
        }
        if (!values.containsKey("names")) {
            throw new IOException(file + ": no 'names', the file with the names of the classes");
        }
        List<String> names =
                ClassList.names(nearest(file, "names", values.get("names")).path());
        String count = values.getOrDefault("classes", String.valueOf(names.size()));
        if (!count.equals(String.valueOf(names.size()))) {
            throw new IOException(
                    file + ": 'classes' is " + count + " but " + values.get("names") + " names " + names.size());
        }
        return new DarknetConfig(file, names, values);
    }

    @Override
    public List<String> splits() {
        return Splits.USUAL.stream().filter(values::containsKey).toList();
    }

    @Override
    public List<Path> places(String split, Findings findings) throws IOException {
        String name = Splits.require(split, splits(), file);
        Folders.Nearest nearest = nearest(file, name, values.get(name));
        if (nearest.moved()) {
            findings.tell(
                    ProblemKind.MOVED_IMAGE,
                    file + ": '" + name + "' is " + values.get(name) + ", read from " + nearest.path());
        }
        return List.of(nearest.path());
    }

    private static Folders.Nearest nearest(Path file, String key, String value) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        return Folders.nearest(List.of(folder), value, file.toString())
                .orElseThrow(() -> new IOException(
                        file + ": '" + key + "' is " + value + ", which does not exist below " + folder));
    }
}
