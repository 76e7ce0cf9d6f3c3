package io.github.yolox4j.verify.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.yolox4j.testkit.GoldenFolder;
import io.github.yolox4j.testkit.check.CaseResult;
import io.github.yolox4j.verify.Report;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;

/** A golden folder that a test writes case by case. */
final class WrittenFolder {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final ObjectNode manifest = JSON.createObjectNode().put("format", 1);
    private final ArrayNode cases = manifest.putArray("cases");

    WrittenFolder(Path folder) {
        this.folder = folder;
    }

    /** Those cases of a shipped folder that satisfy the condition. */
    static WrittenFolder copied(Path folder, String subject, Predicate<JsonNode> condition) throws IOException {
        WrittenFolder written = new WrittenFolder(folder);
        String root = "/golden/" + subject + "/";
        for (JsonNode description : JSON.readTree(read(root + "manifest.json")).get("cases")) {
            if (condition.test(description)) {
                String file = description.get("file").textValue();
                written.file(file, read(root + file));
                written.cases.add(description);
            }
        }
        return written;
    }

    /** One case of a shipped folder. */
    static WrittenFolder copied(Path folder, String subject, String name) throws IOException {
        return copied(
                folder, subject, description -> description.get("name").asText().equals(name));
    }

    /** One case of a shipped folder, without its file. */
    static WrittenFolder described(Path folder, String subject, String name) throws IOException {
        WrittenFolder written = new WrittenFolder(folder);
        for (JsonNode description :
                JSON.readTree(read("/golden/" + subject + "/manifest.json")).get("cases")) {
            if (description.get("name").asText().equals(name)) {
                written.cases.add(description);
            }
        }
        return written;
    }

    private static byte[] read(String resource) throws IOException {
        try (InputStream in = GoldenFolder.class.getResourceAsStream(resource)) {
            return in.readAllBytes();
        }
    }

    /** The description of the first case, to be changed. */
    ObjectNode description() {
        return (ObjectNode) cases.get(0);
    }

    /** Adds a case; the caller completes its description. */
    ObjectNode add(String name, String kind, String file) {
        return cases.addObject().put("name", name).put("kind", kind).put("file", file);
    }

    Path file(String relative, byte[] bytes) throws IOException {
        Path file = folder.resolve(relative);
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes);
    }

    Report run() throws IOException {
        return run(GoldenEngine.SAMEDIFF);
    }

    Report run(GoldenEngine engine) throws IOException {
        Files.write(folder.resolve("manifest.json"), JSON.writeValueAsBytes(manifest));
        return GoldenSuite.open(folder).run(engine, result -> {});
    }

    /** Runs a folder of one case. */
    CaseResult runOnly() throws IOException {
        return runOnly(GoldenEngine.SAMEDIFF);
    }

    /** Runs a folder of one case by an engine. */
    CaseResult runOnly(GoldenEngine engine) throws IOException {
        Report report = run(engine);
        if (report.cases().size() != 1) {
            throw new IllegalStateException(report.totals());
        }
        return report.cases().get(0);
    }
}
