package io.github.yolox4j.cli;

import picocli.CommandLine.Command;

/** {@code yolox4j dataset}, by its subcommands. */
@Command(
        name = "dataset",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Looks at annotated images.",
        subcommands = {DatasetShowCommand.class})
final class DatasetCommand {}
