package io.github.yolox4j.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;

/** One case of a {@link GoldenFolder}: its description, and on demand the numbers of its file. */
public final class GoldenCase {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode description;
    private final GoldenFolder.Source source;

    private GoldenCase(JsonNode description, GoldenFolder.Source source) {
        this.description = description;
        this.source = source;
    }

    static GoldenCase of(String folder, JsonNode description, GoldenFolder.Source source) throws IOException {
        for (String key : new String[] {"name", "kind", "file"}) {
            if (!description.path(key).isTextual()) {
                throw new IOException(folder + "/manifest.json: a case lacks '" + key + "': " + description);
            }
        }
        return new GoldenCase(description, source);
    }

    public String name() {
        return description.get("name").textValue();
    }

    public String kind() {
        return description.get("kind").textValue();
    }

    /** The whole description, for what is particular to a kind. */
    public JsonNode description() {
        return description;
    }

    /** The tolerance stated by the case. */
    public double tolerance() {
        JsonNode tolerance = description.path("tolerance");
        if (!tolerance.isNumber()) {
            throw new IllegalStateException(name() + " states no tolerance");
        }
        return tolerance.doubleValue();
    }

    /**
     * Reads the case's {@code .npz} file and checks it against the shapes that the manifest declares.
     *
     * @throws IOException if the file is missing, damaged, or differs from the manifest
     */
    public NpzArchive arrays() throws IOException {
        String file = description.get("file").textValue();
        NpzArchive archive = NpzArchive.read(file, source.read(file));
        for (Map.Entry<String, JsonNode> declared : description.path("arrays").properties()) {
            long[] shape = JSON.convertValue(declared.getValue().get("shape"), long[].class);
            NpyArray array = archive.array(declared.getKey());
            if (!Arrays.equals(shape, array.shape())) {
                throw new IOException(file + "/" + declared.getKey() + ": the manifest says shape "
                        + Arrays.toString(shape) + ", the file " + Arrays.toString(array.shape()));
            }
        }
        return archive;
    }

    /** Reads the case's {@code .json} file. */
    public JsonNode json() throws IOException {
        return JSON.readTree(source.read(description.get("file").textValue()));
    }

    @Override
    public String toString() {
        return name();
    }
}
