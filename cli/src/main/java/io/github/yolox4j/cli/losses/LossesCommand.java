package io.github.yolox4j.cli.losses;

import picocli.CommandLine.Command;

/** {@code yolox4j losses}, by its subcommands. */
@Command(
        name = "losses",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Lists, describes and plots the losses.",
        subcommands = {LossesListCommand.class, LossesShowCommand.class, LossesPlotCommand.class})
public final class LossesCommand {}
