package io.github.yolox4j.train.data.annotation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What lies in a folder that is no dataset, for a message: so many files of each ending in each folder. */
public final class Census {

    private static final int DEPTH = 4;
    private static final int LINES = 8;

    private Census() {}

    /** As "12 .xml in labels, 12 .jpg in images"; the most numerous first. */
    public static String of(Path folder) throws IOException {
        Map<String, Integer> counts = new TreeMap<>();
        for (Path file : Folders.walk(folder, DEPTH, file -> true)) {
            String name = file.getFileName().toString();
            int dot = name.lastIndexOf('.');
            String ending = dot <= 0 ? name : name.substring(dot).toLowerCase(Locale.ROOT);
            Path parent = folder.relativize(file.getParent());
            counts.merge(
                    ending + " in " + (parent.toString().isEmpty() ? "the folder itself" : parent), 1, Integer::sum);
        }
        if (counts.isEmpty()) {
            return "no files";
        }
        String most = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                .limit(LINES)
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
        return most + (counts.size() > LINES ? ", and more" : "");
    }
}
