package io.github.yolox4j.cli.weights;

import picocli.CommandLine.Command;

/** {@code yolox4j weights}, by its subcommands. */
@Command(
        name = "weights",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Converts weights files.",
        subcommands = WeightsConvertCommand.class)
public final class WeightsCommand {}
