package io.github.yolox4j.cli.file;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.yolox4j.detection.file.WholeFile;
import java.io.IOException;
import java.nio.file.Path;

/** Results as JSON files. */
public final class JsonFiles {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private JsonFiles() {}

    /** Writes a value into a folder that exists: the whole file or nothing. */
    public static void write(Path file, Object value) throws IOException {
        WholeFile.write(file, out -> out.write(JSON.writeValueAsBytes(value)));
    }
}
