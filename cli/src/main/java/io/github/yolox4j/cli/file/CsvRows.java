package io.github.yolox4j.cli.file;

import io.github.yolox4j.detection.file.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A table as RFC 4180 writes it: fields with a comma, a quotation mark or a line break in quotation marks, lines ended
 * by CR LF.
 */
public final class CsvRows {

    private final StringBuilder text = new StringBuilder();

    public CsvRows(Object... header) {
        add(header);
    }

    public void add(Object... fields) {
        text.append(Arrays.stream(fields).map(CsvRows::field).collect(Collectors.joining(",", "", "\r\n")));
    }

    /** Writes the table into a folder that exists: the whole file or nothing. */
    public void write(Path file) throws IOException {
        WholeFile.writeText(file, text.toString());
    }

    private static String field(Object value) {
        String field = String.valueOf(value);
        return field.matches("[^,\"\\r\\n]*") ? field : '"' + field.replace("\"", "\"\"") + '"';
    }
}
