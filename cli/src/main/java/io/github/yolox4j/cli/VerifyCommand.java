package io.github.yolox4j.cli;

import picocli.CommandLine.Command;

/** {@code yolox4j verify}, by its subcommands. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Proves that something computes what it should; exits 1 if it does not.",
        subcommands = {VerifyOnnxCommand.class, VerifyGoldenCommand.class})
final class VerifyCommand {}
