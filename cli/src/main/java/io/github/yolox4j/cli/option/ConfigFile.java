package io.github.yolox4j.cli.option;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.yolox4j.cli.ranks.RanksOptions;
import io.github.yolox4j.detection.file.WholeFile;
import io.github.yolox4j.model.text.NearestNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * Options of a command kept in a YAML file: each key is the name of an option without its dashes. What stands on the
 * command line as well wins over the file.
 */
public final class ConfigFile implements IDefaultValueProvider {

    /** The option that names such a file. */
    public static final String OPTION = "--config";

    /** The option that names a run, whose options are in {@link #OF_RUN}. */
    public static final String RESUME = "--resume";

    /** Options that say where options come from, and which processes train. */
    private static final Set<String> NOT_KEYS =
            Set.of(OPTION, RESUME, RanksOptions.RANKS, RanksOptions.RANK, RanksOptions.LOCAL, RanksOptions.TIMEOUT);

    private static final int SUGGESTIONS = 3;

    private final Path file;
    private final Map<String, String> values;

    private ConfigFile(Path file, Map<String, String> values) {
        this.file = file;
        this.values = values;
    }

    /** The file that a training run keeps its options in, beside its results. */
    public static final String OF_RUN = "train.yaml";

    /** The file or folder that a command line names with an option, if it does. */
    public static Optional<Path> named(String option, String... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].startsWith(option + "=")) {
                return Optional.of(Path.of(arguments[i].substring(option.length() + 1)));
            }
            if (arguments[i].equals(option) && i + 1 < arguments.length) {
                return Optional.of(Path.of(arguments[i + 1]));
            }
        }
        return Optional.empty();
    }

    /**
     * Reads a file for a command.
     *
     * @throws IOException if it cannot be read, is no mapping of options to values, or has a key that is no option of
     *     the command
     */
    public static ConfigFile read(Path file, CommandSpec command) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("no such configuration file: " + file);
        }
        JsonNode root;
        try {
            root = new YAMLMapper().readTree(Files.newBufferedReader(file));
        } catch (JacksonException e) {
            throw new IOException(
                    file + ", line " + e.getLocation().getLineNr() + ": not YAML: " + e.getOriginalMessage(), e);
        }
        if (!root.isObject()) {
            throw new IOException(file + ": expected lines of the form 'option: value'");
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            Optional<OptionSpec> option = option(command, entry.getKey());
            if (option.isEmpty()) {
                throw new IOException(file + ": unknown key '" + entry.getKey() + "'; nearest are "
                        + String.join(", ", NearestNames.of(entry.getKey(), keys(command), SUGGESTIONS))
                        + " ('yolox4j " + command.name() + " --help' lists all, each without its dashes)");
            }
            values.put(entry.getKey(), text(file, option.get(), entry.getValue()));
        }
        return new ConfigFile(file, values);
    }

    /**
     * Writes all options of a command as it was called, those left at their defaults included, so that {@link #read}
     * gives them back.
     *
     * @param decided values by key, of options that left them to the command
     */
    public static void write(Path file, CommandSpec command, Map<String, String> decided) throws IOException {
        ParseResult given = command.commandLine().getParseResult();
        Map<String, String> values = new LinkedHashMap<>();
        for (OptionSpec option : command.options()) {
            if (!isKey(option)) {
                continue;
            }
            if (given.hasMatchedOption(option)) {
                values.put(
                        key(option),
                        String.join(
                                ",", given.matchedOption(option.longestName()).stringValues()));
            } else {
                defaultOf(option, command).ifPresent(value -> values.put(key(option), value));
            }
        }
        values.putAll(decided);
        WholeFile.writeText(file, new YAMLMapper().writeValueAsString(values));
    }

    /** What a file says, else the option's own. */
    private static Optional<String> defaultOf(OptionSpec option, CommandSpec command) {
        Optional<String> ofFile =
                command.defaultValueProvider() instanceof ConfigFile file ? file.value(key(option)) : Optional.empty();
        return ofFile.or(() -> Optional.ofNullable(option.defaultValue()));
    }

    /** The same with another value of one option. */
    public ConfigFile with(String key, String value) {
        Map<String, String> others = new LinkedHashMap<>(values);
        others.put(key, value);
        return new ConfigFile(file, others);
    }

    Optional<String> value(String key) {
        return Optional.ofNullable(values.get(key));
    }

    public Path file() {
        return file;
    }

    @Override
    public String defaultValue(ArgSpec argument) {
        return argument instanceof OptionSpec option ? values.get(key(option)) : null;
    }

    @Override
    public String toString() {
        return file + " " + values;
    }

    private static Optional<OptionSpec> option(CommandSpec command, String key) {
        return command.options().stream()
                .filter(option -> isKey(option) && key(option).equals(key))
                .findFirst();
    }

    private static Set<String> keys(CommandSpec command) {
        return command.options().stream()
                .filter(ConfigFile::isKey)
                .map(ConfigFile::key)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isKey(OptionSpec option) {
        return !NOT_KEYS.contains(option.longestName()) && !option.usageHelp() && !option.versionHelp();
    }

    private static String key(OptionSpec option) {
        return option.longestName().replaceFirst("^-+", "");
    }

    private static String text(Path file, OptionSpec option, JsonNode value) throws IOException {
        if (value.isObject() && takesPairs(option)) {
            List<String> pairs = new ArrayList<>();
            for (Map.Entry<String, JsonNode> pair : value.properties()) {
                pairs.add(pair.getKey() + "=" + scalar(file, option, pair.getValue()));
            }
            return String.join(",", pairs);
        }
        if (value.isArray()) {
            List<String> parts = new ArrayList<>();
            for (JsonNode part : value) {
                parts.add(text(file, option, part));
            }
            return String.join(",", parts);
        }
        return scalar(file, option, value);
    }

    private static String scalar(Path file, OptionSpec option, JsonNode value) throws IOException {
        if (!value.isValueNode() || value.isNull()) {
            throw new IOException(file + ": key '" + key(option) + "' takes a value or a list of values"
                    + (takesPairs(option) ? " or of pairs" : "") + ", got " + value);
        }
        return value.asText();
    }

    /** Whether the option's values are pairs, which YAML can say as a mapping. */
    private static boolean takesPairs(OptionSpec option) {
        return option.paramLabel().contains("=");
    }
}
