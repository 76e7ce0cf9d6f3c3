package io.github.yolox4j.cli;

import io.github.yolox4j.verify.Report;
import io.github.yolox4j.verify.reference.GoldenEngine;
import io.github.yolox4j.verify.reference.GoldenSuite;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code yolox4j verify golden}. */
@Command(
        name = "golden",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Computes every case of a golden folder (manifest.json beside .npz or .json files; see"
                + " docs/golden-format.md) and compares it with the numbers there.",
        footerHeading = "%nExample:%n",
        footer = "  yolox4j verify golden golden/losses --json report.json")
final class VerifyGoldenCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "The folder.")
    private Path folder;

    @Option(
            names = Engine.OPTION,
            defaultValue = "samediff",
            paramLabel = "NAME",
            converter = EngineConverter.class,
            description =
                    "What computes networks and training steps: samediff or onnxruntime, which leaves to samediff what is"
                            + " in double precision (default: ${DEFAULT-VALUE}).")
    private Engine engine;

    @Option(names = "--json", paramLabel = "FILE", description = "Also writes the report there.")
    private Optional<Path> json = Optional.empty();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Report report = GoldenSuite.open(folder).run(computing(), result -> out.println(result.line()));
        out.println(report.totals());
        if (json.isPresent()) {
            JsonFiles.write(json.get(), report.toJson());
        }
        return report.allPassed() ? ExitCode.DONE : ExitCode.CHECK_FAILED;
    }

    private GoldenEngine computing() {
        return switch (engine) {
            case SAMEDIFF -> GoldenEngine.SAMEDIFF;
            case ONNXRUNTIME -> GoldenEngine.ONNXRUNTIME;
        };
    }
}
