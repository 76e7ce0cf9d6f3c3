package io.github.yolox4j.cli.verify;

import io.github.yolox4j.verify.reference.GoldenSuite;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code yolox4j verify}, by its subcommands; those that need nothing but a golden folder of our own are methods here.
 */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Compares results with reference numbers. The exit code is 1 if a check fails.",
        subcommands = {VerifyGoldenCommand.class, VerifyOnnxCommand.class},
        footerHeading = "%nExample:%n",
        footer = "  yolox4j verify losses --html losses.html")
public final class VerifyCommand {

    @Command(
            name = "losses",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Compares values and gradients of the losses with the reference implementations.")
    int losses(@Mixin GoldenRun run) throws IOException {
        return run.of(() -> GoldenSuite.shipped("losses"));
    }

    @Command(
            name = "formulas",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Compares values and gradients of losses with the formulas of their papers, where no "
                    + "reference implementation is at hand.")
    int formulas(@Mixin GoldenRun run) throws IOException {
        return run.of(() -> GoldenSuite.shipped("formulas"));
    }

    @Command(
            name = "model",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Compares networks of every size, label assignment, the loss of the head and its "
                    + "gradients, learning rates and training steps with the reference.")
    int model(@Mixin GoldenRun run) throws IOException {
        return run.of(() -> GoldenSuite.shipped("detector"));
    }

    @Command(
            name = "coco",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Compares COCO metrics with pycocotools.")
    int coco(@Mixin GoldenRun run) throws IOException {
        return run.of(() -> GoldenSuite.shipped("coco"));
    }
}
