package io.github.yolox4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;

/** What {@code --help} says of every command. */
class HelpTest {

    static List<CommandLine> commands() {
        List<CommandLine> commands = new ArrayList<>();
        add(Main.commandLine(), commands);
        return commands;
    }

    private static void add(CommandLine command, List<CommandLine> commands) {
        commands.add(command);
        command.getSubcommands().values().forEach(each -> add(each, commands));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void names_no_default_that_the_library_does_not_have(CommandLine command) {
        assertThat(command.getUsageMessage(Ansi.OFF)).doesNotContain("${");
        assertThat(command.getCommandSpec().options())
                .extracting(OptionSpec::defaultValue)
                .noneMatch(value -> value != null && value.contains("${"));
    }

    /** Of a bundle, picocli takes a text under an option's name for the option's description. */
    @ParameterizedTest
    @MethodSource("commands")
    void describes_each_option_in_words(CommandLine command) {
        for (OptionSpec option : command.getCommandSpec().options()) {
            assertThat(String.join(" ", option.description()))
                    .as(option.longestName())
                    .contains(" ");
        }
    }
}
