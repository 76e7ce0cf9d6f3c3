package io.github.yolox4j.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The first Java example in the README.md of the module under test, for a test that runs the same lines.
 *
 * @param code between the fences
 */
public record ReadmeExample(String code) {

    private static final String FENCE = "```";

    /** The example of the module whose folder is the working directory, as it is when Maven runs tests. */
    public static ReadmeExample ofThisModule() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        int start = readme.indexOf(FENCE + "java");
        if (start < 0) {
            throw new IllegalStateException("README.md holds no Java example");
        }
        int code = readme.indexOf('\n', start);
        return new ReadmeExample(readme.substring(code, readme.indexOf(FENCE, code)));
    }

    /** Whether the source of that test contains the example, white space aside. */
    public boolean isPartOf(Class<?> test) throws IOException {
        Path source = Path.of("src/test/java", test.getName().replace('.', '/') + ".java");
        return withoutSpaces(Files.readString(source)).contains(withoutSpaces(code));
    }

    private static String withoutSpaces(String text) {
        return text.replaceAll("\\s+", "");
    }
}
