package io.github.yolox4j.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A folder of numbers computed by a reference implementation: {@code manifest.json} describes every case, and
 * each case names one {@code .npz} or {@code .json} file of the folder.
 *
 * @param cases in the manifest's order
 */
public record GoldenFolder(List<GoldenCase> cases) {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** The version of the format; manifests that state none have the first. */
    private static final int FORMAT = 1;

    static final long MOST_NPZ_BYTES = 1L << 28;
    static final long MOST_JSON_BYTES = 1L << 26;
    private static final long MOST_MANIFEST_BYTES = 1L << 24;

    public GoldenFolder {
        cases = List.copyOf(cases);
    }

    /**
     * Opens one file of a golden folder by its path relative to the folder; one with more bytes than that is
     * refused.
     */
    interface Source {
        byte[] read(String relative, long most) throws IOException;
    }

    /**
     * Reads the manifest of a folder on disk.
     *
     * @throws IOException if the folder has no readable manifest of a format that is known
     */
    public static GoldenFolder open(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException("no such folder: " + folder);
        }
        Path root = folder.toRealPath();
        return open(folder.toString(), (relative, most) -> {
            Path file = root.resolve(relative).normalize();
            boolean exists = file.startsWith(root) && Files.exists(file);
            if (!file.startsWith(root) || exists && !file.toRealPath().startsWith(root)) { // or a link leads out
                throw new IOException(folder + ": file '" + relative + "' lies outside the folder");
            }
            if (!Files.isRegularFile(file)) {
                throw new IOException(folder + ": no such file: " + relative);
            }
            if (Files.size(file) > most) {
                throw new IOException(
                        folder + ": file '" + relative + "' has " + Files.size(file) + " bytes, more than " + most);
            }
            return Files.readAllBytes(file);
        });
    }

    /**
     * Reads a golden folder shipped with this module: {@code losses}, {@code formulas}, {@code detector} or
     * {@code coco}.
     */
    public static GoldenFolder shipped(String subject) {
        try {
            return open(subject, (relative, most) -> {
                String resource = "/golden/" + subject + "/" + relative;
                try (InputStream in = GoldenFolder.class.getResourceAsStream(resource)) {
                    if (in == null) {
                        throw new IOException("no such resource: " + resource);
                    }
                    return in.readAllBytes();
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static GoldenFolder open(String name, Source source) throws IOException {
        JsonNode manifest = readJson(name + "/manifest.json", source.read("manifest.json", MOST_MANIFEST_BYTES));
        JsonNode format = manifest.path("format");
        if (!format.isMissingNode()
                && !(format.isIntegralNumber() && format.canConvertToInt() && format.intValue() == FORMAT)) {
            throw new IOException(name + "/manifest.json: format must be " + FORMAT + ", is " + format);
        }
        if (!manifest.path("cases").isArray()) {
            throw new IOException(name + "/manifest.json: 'cases' must be a list");
        }
        List<GoldenCase> cases = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonNode description : manifest.get("cases")) {
            String place = name + "/manifest.json: case " + cases.size();
            GoldenCase golden = GoldenCase.of(place, description, source);
            if (!names.add(golden.name())) {
                throw new IOException(place + " has the name of another: '" + golden.name() + "'");
            }
            cases.add(golden);
        }
        return new GoldenFolder(cases);
    }

    /** Parses JSON; an error is one line. */
    static JsonNode readJson(String name, byte[] text) throws IOException {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            String place =
                    e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
            throw new IOException(name + ": not JSON" + place + ": " + e.getOriginalMessage(), e);
        }
    }

    /** The cases that satisfy a condition; there must be at least one, so that no test passes on nothing. */
    public List<GoldenCase> cases(Predicate<GoldenCase> condition) {
        List<GoldenCase> chosen = cases.stream().filter(condition).toList();
        if (chosen.isEmpty()) {
            throw new IllegalStateException("no golden case satisfies the condition");
        }
        return chosen;
    }
}
