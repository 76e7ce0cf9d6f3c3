package io.github.yolox4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Markdown file of the project.
 *
 * @param file from the project's root
 */
record Document(Path file, String text) {

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Set<String> FOLDERS_OF_OTHERS = Set.of("target", "out", ".git", ".mvn");

    private static final Pattern BLOCK =
            Pattern.compile("^([ ]*)```([a-z]*)\\R(.*?)^[ ]*```[ ]*$", Pattern.MULTILINE | Pattern.DOTALL);

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

    private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");

    private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

    /**
     * What stands between two fences.
     *
     * @param language behind the first fence, empty if none
     */
    record Block(String language, String text) {

        /** Its lines without comments, those that end in a backslash joined with the next. */
        List<String> commands() {
            return text.replaceAll("\\\\\\R\\s*", " ")
                    .lines()
                    .map(line -> line.replaceAll("(^|\\s)#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
    }

    static Document of(String file) throws IOException {
        return new Document(Path.of(file), Files.readString(ROOT.resolve(file)));
    }

    /** All of the project, in the order of their names. */
    static List<Document> all() throws IOException {
        List<Document> documents = new ArrayList<>();
        try (Stream<Path> files = Files.walk(ROOT)) {
            for (Path file : files.map(ROOT::relativize).sorted().toList()) {
                if (file.toString().endsWith(".md") && isOurs(file)) {
                    documents.add(of(file.toString()));
                }
            }
        }
        return documents;
    }

    private static boolean isOurs(Path file) {
        for (Path name : file) {
            if (FOLDERS_OF_OTHERS.contains(name.toString())) {
                return false;
            }
        }
        return true;
    }

    List<Block> blocks() {
        return BLOCK.matcher(text)
                .results()
                .map(match -> new Block(match.group(2), match.group(3)))
                .toList();
    }

    /** What its links point to. */
    List<String> links() {
        return found(LINK, outsideOfBlocks());
    }

    /** Pieces of code in its sentences. */
    List<String> pieces() {
        return pieces(outsideOfBlocks());
    }

    static List<String> pieces(String sentences) {
        return found(CODE, sentences);
    }

    private String outsideOfBlocks() {
        return BLOCK.matcher(text).replaceAll("");
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).toList();
    }

    /** Names by which a link reaches its headings. */
    List<String> anchors() {
        return found(HEADING, text).stream().map(Document::anchor).toList();
    }

    private static String anchor(String heading) {
        return heading.strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    @Override
    public String toString() {
        return file.toString();
    }

    /** Words of a command line, as a shell would split them: quotes keep words together. */
    static List<String> words(String command) {
        List<String> words = new ArrayList<>();
        Matcher matcher = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)").matcher(command);
        while (matcher.find()) {
            words.add(Arrays.stream(new int[] {1, 2, 3})
                    .mapToObj(matcher::group)
                    .filter(word -> word != null)
                    .findFirst()
                    .orElseThrow());
        }
        return words;
    }
}
