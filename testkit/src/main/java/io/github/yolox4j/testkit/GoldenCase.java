package io.github.yolox4j.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;

/** One case of a {@link GoldenFolder}: its description, and on demand the numbers of its file. */
public final class GoldenCase {

    private final JsonNode description;
    private final GoldenFolder.Source source;

    private GoldenCase(JsonNode description, GoldenFolder.Source source) {
        this.description = description;
        this.source = source;
    }

    static GoldenCase of(String place, JsonNode description, GoldenFolder.Source source) throws IOException {
        for (String key : new String[] {"name", "kind", "file"}) {
            if (!description.path(key).isTextual()) {
                throw new IOException(place + " lacks '" + key + "'");
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

    /** The path of the case's file inside the folder. */
    public String file() {
        return description.get("file").textValue();
    }

    /** The whole description, for what is particular to a kind. */
    public JsonNode description() {
        return description;
    }

    /** The text at a place of the description, such as {@code /source/repo}; empty if there is none. */
    public String text(String pointer) {
        return description().at(pointer).asText();
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
        String file = file();
        NpzArchive archive = NpzArchive.read(file, source.read(file, GoldenFolder.MOST_NPZ_BYTES));
        for (Map.Entry<String, JsonNode> declared : description.path("arrays").properties()) {
            String name = file + "/" + declared.getKey();
            Numbers array = archive.array(declared.getKey());
            long[] shape = shape(name, declared.getValue().path("shape"));
            if (!Arrays.equals(shape, array.shape())) {
                throw new IOException(name + ": the manifest says shape " + Arrays.toString(shape) + ", the file "
                        + Arrays.toString(array.shape()));
            }
            String type = declared.getValue().path("dtype").asText("");
            String stored = archive.type(declared.getKey()).toString();
            if (!type.equals(stored)) {
                throw new IOException(name + ": the manifest says dtype '" + type + "', the file '" + stored + "'");
            }
        }
        return archive;
    }

    private static long[] shape(String name, JsonNode declared) throws IOException {
        if (!declared.isArray()) {
            throw new IOException(name + ": the manifest declares no shape");
        }
        long[] shape = new long[declared.size()];
        for (int d = 0; d < shape.length; d++) {
            if (!declared.get(d).isIntegralNumber()) {
                throw new IOException(name + ": the manifest's shape must be integers, is " + declared);
            }
            shape[d] = declared.get(d).longValue();
        }
        return shape;
    }

    /** Reads the case's {@code .json} file. */
    public JsonNode json() throws IOException {
        return GoldenFolder.readJson(file(), source.read(file(), GoldenFolder.MOST_JSON_BYTES));
    }

    @Override
    public String toString() {
        return name();
    }
}
