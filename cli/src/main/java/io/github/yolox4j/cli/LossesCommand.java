package io.github.yolox4j.cli;

import picocli.CommandLine.Command;

/** {@code yolox4j losses}, by its subcommands. */
@Command(
        name = "losses",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Lists, describes and plots the losses.",
        subcommands = {LossesListCommand.class, LossesShowCommand.class, LossesPlotCommand.class})
final class LossesCommand {}
