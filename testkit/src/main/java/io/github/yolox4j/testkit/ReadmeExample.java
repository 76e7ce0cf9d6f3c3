package io.github.yolox4j.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Java example in the README.md of the module under test, for a test that runs the same lines.
 *
 * @param code between the fences
 */
public record ReadmeExample(String code) {

    private static final String FENCE = "```";
    private static final String START = FENCE + "java\n";

    /** The first example of the module whose folder is the working directory, as it is when Maven runs tests. */
    public static ReadmeExample ofThisModule() throws IOException {
        return allOfThisModule().get(0);
    }

    /** All examples of that module, at least one, in their order. */
    public static List<ReadmeExample> allOfThisModule() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        List<ReadmeExample> examples = new ArrayList<>();
        int start = readme.indexOf(START);
        while (start >= 0) {
            int code = start + START.length();
            int end = readme.indexOf(FENCE, code);
            examples.add(new ReadmeExample(readme.substring(code, end)));
            start = readme.indexOf(START, end);
        }
        if (examples.isEmpty()) {
            throw new IllegalStateException("README.md holds no Java example");
        }
        return examples;
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
