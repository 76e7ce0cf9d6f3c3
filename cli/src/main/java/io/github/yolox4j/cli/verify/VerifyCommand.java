package io.github.yolox4j.cli.verify;

import io.github.yolox4j.cli.console.ConsoleCommand;
import io.github.yolox4j.verify.reference.GoldenSuite;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code yolox4j verify}, with its subcommands; those that run golden cases are here. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Compares results with reference numbers. The exit code is 1 if a check fails.",
        subcommands = {VerifyCommand.Golden.class, VerifyOnnxCommand.class},
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

    @Command(
            name = "golden",
            sortOptions = false,
            description = "Computes every case of a golden folder and compares the results with the stored numbers. A "
                    + "golden folder has a manifest.json and .npz or .json files (docs/golden-format.md).",
            footerHeading = "%nExample:%n",
            footer = "  yolox4j verify golden golden/losses --html report.html")
    static final class Golden extends ConsoleCommand {

        @Parameters(paramLabel = "DIR", description = "The golden folder.")
        private Path folder;

        @Mixin
        private GoldenRun run;

        @Override
        protected int run(PrintWriter out) throws IOException {
            return run.of(() -> GoldenSuite.open(folder));
        }
    }
}
