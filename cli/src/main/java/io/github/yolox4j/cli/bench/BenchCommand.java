package io.github.yolox4j.cli.bench;

import picocli.CommandLine.Command;

/** {@code yolox4j bench}, by its subcommands. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Times training steps and inference on this machine.",
        subcommands = {BenchStepCommand.class, BenchInferCommand.class})
public final class BenchCommand {}
