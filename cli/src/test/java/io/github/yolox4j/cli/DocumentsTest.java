package io.github.yolox4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.yolox4j.cli.Document.Block;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;

/** What the documents say about the project, held against the project. */
class DocumentsTest {

    private static final String COMMAND = "yolox4j";

    /** Stands for what a command line leaves out. */
    private static final String LEFT_OUT = "...";

    /** Of the simulation in bench, and of YOLOX. */
    private static final Set<String> OF_OTHER_PROGRAMS =
            Set.of("--centres", "--fp16", "--logger", "--master", "--deploy-mode", "--workers", "--attempts");

    static List<Document> documents() throws IOException {
        return Document.all();
    }

    @Test
    void those_of_the_root_the_modules_and_docs_are_looked_at() throws IOException {
        assertThat(Document.all())
                .extracting(Document::toString)
                .contains("README.md", "docs/guide.md", "core-losses/README.md", "examples/custom-loss/README.md");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("documents")
    void links_lead_to_files_and_headings(Document document) throws IOException {
        List<String> broken = new ArrayList<>();
        for (String link : document.links()) {
            if (!link.matches("[a-z]+:.*") && !leadsSomewhere(document, link)) {
                broken.add(link);
            }
        }
        assertThat(broken).isEmpty();
    }

    private static boolean leadsSomewhere(Document document, String link) throws IOException {
        String[] parts = link.split("#", 2);
        Path file = parts[0].isEmpty()
                ? document.file()
                : Path.of(document.file().toString()).resolveSibling(parts[0]).normalize();
        return Files.exists(Document.ROOT.resolve(file))
                && (parts.length == 1 || Document.of(file.toString()).anchors().contains(parts[1]));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("documents")
    void java_is_taken_from_sources_that_are_compiled_and_tested(Document document) {
        List<String> unknown = document.blocks().stream()
                .filter(block -> block.language().equals("java"))
                .map(Block::text)
                .filter(text -> Sources.ALL.stream().noneMatch(source -> holds(source, text)))
                .toList();
        assertThat(unknown).isEmpty();
    }

    /**
     * Whether the parts of an example, between lines that say that something is left out, stand in the source one after
     * another.
     */
    private static boolean holds(String source, String example) {
        int at = 0;
        for (String part : example.split("\\R\\s*" + Pattern.quote(LEFT_OUT) + "\\s*\\R")) {
            String wanted = withoutSpaces(part);
            int found = source.indexOf(wanted, at);
            if (found < 0) {
                return false;
            }
            at = found + wanted.length();
        }
        return true;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("documents")
    void commands_of_blocks_are_whole_and_understood(Document document) {
        List<String> lines = document.blocks().stream()
                .filter(block -> block.language().isEmpty())
                .flatMap(block -> block.commands().stream())
                .toList();
        for (String line : commands(lines)) {
            assertThat(complaint(line)).as(line).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("documents")
    void commands_of_sentences_are_understood_as_far_as_they_go(Document document) {
        for (String line : commands(document.pieces())) {
            assertThat(complaint(line + " " + LEFT_OUT)).as(line).isEmpty();
        }
    }

    private static List<String> commands(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("./" + COMMAND + " ") || line.startsWith(COMMAND + " "))
                .toList();
    }

    /** What the command line is refused with, if it is. */
    private static Optional<String> complaint(String line) {
        List<String> words = new ArrayList<>(Document.words(line));
        words.remove(0);
        boolean isWhole = !words.removeAll(Set.of(LEFT_OUT));
        try {
            Main.commandLine().parseArgs(words.toArray(String[]::new));
        } catch (ParameterException e) {
            return e instanceof MissingParameterException && !isWhole ? Optional.empty() : Optional.of(e.getMessage());
        }
        return Optional.empty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("documents")
    void options_named_in_sentences_exist(Document document) {
        Set<String> options = new TreeSet<>(OF_OTHER_PROGRAMS);
        addOptions(Main.commandLine(), options);
        List<String> unknown = document.pieces().stream()
                .filter(piece -> piece.startsWith("--"))
                .map(piece -> Document.words(piece).get(0))
                .filter(option -> !options.contains(option))
                .toList();
        assertThat(unknown).isEmpty();
    }

    @Test
    void keys_for_users_of_the_reference_are_options() throws IOException {
        Set<String> options = new TreeSet<>();
        addOptions(Main.commandLine(), options);
        String table = Document.of("docs/migration.md")
                .text()
                .split("## Experiment file", 2)[1]
                .split("\n\n## ", 2)[0];
        List<String> keys = table.lines()
                .filter(line -> line.startsWith("| `"))
                .flatMap(row -> Document.pieces(row.split("\\|")[2]).stream())
                .toList();
        assertThat(keys).hasSizeGreaterThan(20).allMatch(key -> options.contains("--" + key) || isCommand(key));
    }

    private static boolean isCommand(String name) {
        return Main.commandLine().getSubcommands().containsKey(name);
    }

    private static void addOptions(CommandLine command, Set<String> options) {
        command.getCommandSpec().options().forEach(option -> options.addAll(List.of(option.names())));
        command.getSubcommands().values().forEach(each -> addOptions(each, options));
    }

    private static String withoutSpaces(String text) {
        return text.replaceAll("\\s+", "");
    }

    /** Java of the modules and the examples, without white space. */
    private static final class Sources {

        static final List<String> ALL = read();

        private static List<String> read() {
            List<String> sources = new ArrayList<>();
            try (Stream<Path> files = Files.walk(Document.ROOT)) {
                for (Path file : files.filter(file -> file.toString().endsWith(".java"))
                        .filter(file ->
                                Document.ROOT.relativize(file).toString().contains("src"))
                        .toList()) {
                    sources.add(withoutSpaces(Files.readString(file)));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return sources;
        }
    }
}
