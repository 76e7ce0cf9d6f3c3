package io.github.yolox4j.cli;

import io.github.yolox4j.verify.reference.GoldenSuite;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code yolox4j verify}, by its subcommands; those that need nothing but a golden folder of our own are methods here. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Proves that something computes what it should; exits 1 if it does not.",
        subcommands = {VerifyGoldenCommand.class, VerifyOnnxCommand.class},
        footerHeading = "%nExample:%n",
        footer = "  yolox4j verify losses --html losses.html")
final class VerifyCommand {

    @Command(
            name = "losses",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Values and gradients of every loss against those of the reference implementations.")
    int losses(@Mixin GoldenRun run) throws IOException {
        return run.of(() -> GoldenSuite.shipped("losses"));
    }

    @Command(
            name = "formulas",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Values and gradients of losses of which no reference implementation is at hand against the"
                    + " formulas of their papers.")
    int formulas(@Mixin GoldenRun run) throws IOException {
        return run.of(() -> GoldenSuite.shipped("formulas"));
    }

    @Command(
            name = "model",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description =
                    "Networks of every size, assignment, the loss of the head and its gradients, learning rates and"
                            + " training steps against those of the reference.")
    int model(@Mixin GoldenRun run) throws IOException {
        return run.of(() -> GoldenSuite.shipped("detector"));
    }

    @Command(
            name = "coco",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "COCO's numbers against those of pycocotools.")
    int coco(@Mixin GoldenRun run) throws IOException {
        return run.of(() -> GoldenSuite.shipped("coco"));
    }
}
