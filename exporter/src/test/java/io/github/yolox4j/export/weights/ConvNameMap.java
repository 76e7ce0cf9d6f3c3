package io.github.yolox4j.export.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The list of names that lies beside the official file: a JSON array of objects, written one number a line. */
final class ConvNameMap {

    private static final Pattern ENTRY = Pattern.compile("\"torch\": \"([^\"]+)\",\\s*\"shape\": \\[([^]]+)]");

    private ConvNameMap() {}

    /** Name of the weight and its shape, in order of execution. */
    static List<String> read(Path file) throws IOException {
        return ENTRY.matcher(Files.readString(file))
                .results()
                .map(ConvNameMap::line)
                .toList();
    }

    private static String line(MatchResult entry) {
        return entry.group(1) + ".weight ["
                + entry.group(2).replaceAll("\\s", "").replace(",", ", ") + "]";
    }
}
