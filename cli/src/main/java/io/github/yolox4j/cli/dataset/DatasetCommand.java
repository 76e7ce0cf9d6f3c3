package io.github.yolox4j.cli.dataset;

import picocli.CommandLine.Command;

/** {@code yolox4j dataset}, by its subcommands. */
@Command(
        name = "dataset",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Checks, shows and converts annotated images.",
        subcommands = {
            DatasetCheckCommand.class,
            DatasetShowCommand.class,
            DatasetAssignCommand.class,
            DatasetConvertCommand.class
        })
public final class DatasetCommand {}
