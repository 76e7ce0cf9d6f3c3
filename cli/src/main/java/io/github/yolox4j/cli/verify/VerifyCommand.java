package io.github.yolox4j.cli.verify;

import io.github.yolox4j.cli.console.ConsoleCommand;
import io.github.yolox4j.cli.option.Engine;
import io.github.yolox4j.onednn.run.OneDnnLibrary;
import io.github.yolox4j.verify.Report;
import io.github.yolox4j.verify.reference.GoldenEngine;
import io.github.yolox4j.verify.reference.GoldenSuite;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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

    /** What the commands share that compute golden cases: the engine, the reports, the loop. */
    static final class GoldenRun {

        @Option(
                names = Engine.OPTION,
                defaultValue = "samediff",
                paramLabel = "NAME",
                description = "Engine for networks and training steps: samediff, onnxruntime or onednn (which leaves "
                        + "networks by themselves to onnxruntime). samediff always runs the cases in double precision "
                        + "(default: ${DEFAULT-VALUE}).")
        private GoldenEngine engine;

        @Mixin
        private ReportOptions reports;

        @Spec(Spec.Target.MIXEE)
        private CommandSpec command;

        /** A suite to be opened once everything else is known to be right. */
        @FunctionalInterface
        interface Opening {
            GoldenSuite open() throws IOException;
        }

        /** Computes every case, prints its result, and writes what reports were asked for; returns the exit code. */
        int of(Opening suite) throws IOException {
            reports.check();
            if (engine == GoldenEngine.ONEDNN) {
                OneDnnLibrary.obstacle().ifPresent(obstacle -> {
                    throw new IllegalArgumentException(obstacle);
                });
            }
            PrintWriter out = command.commandLine().getOut();
            Report report = suite.open().run(engine, result -> out.println(result.line()));
            return reports.finish(report.withFact("engine", engine.toString()));
        }
    }
}
