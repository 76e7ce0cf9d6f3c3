package io.github.yolox4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What {@code yolox4j-bom} promises to other builds. */
class BomTest {

    private static final Path ROOT = Path.of("..");

    @Test
    void it_names_every_published_module() throws IOException {
        List<String> published = new ArrayList<>();
        for (String module : found("<module>(.*?)</module>", Files.readString(ROOT.resolve("pom.xml")))) {
            if (!module.equals("bom") && isPublished(module)) {
                published.add("yolox4j-" + module);
            }
        }

        List<String> managed = new ArrayList<>(
                found("<artifactId>(yolox4j-.*?)</artifactId>", Files.readString(ROOT.resolve("bom/pom.xml"))));
        assertThat(managed.remove("yolox4j-bom")).isTrue(); // its own name
        assertThat(managed).hasSizeGreaterThan(5).containsExactlyInAnyOrderElementsOf(published);
    }

    private static boolean isPublished(String module) throws IOException {
        return !Files.readString(ROOT.resolve(module).resolve("pom.xml")).contains("<maven.deploy.skip>true");
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
