package io.github.yolox4j.cli.verify;

import io.github.yolox4j.cli.option.Engine;
import io.github.yolox4j.verify.Report;
import io.github.yolox4j.verify.reference.GoldenEngine;
import io.github.yolox4j.verify.reference.GoldenSuite;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands share that compute golden cases: the engine, the reports, the loop. */
final class GoldenRun {

    @Option(
            names = Engine.OPTION,
            defaultValue = "samediff",
            paramLabel = "NAME",
            description = "Engine for networks and training steps: samediff or onnxruntime. With onnxruntime, "
                    + "samediff still runs the cases in double precision (default: ${DEFAULT-VALUE}).")
    private Engine engine;

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
        PrintWriter out = command.commandLine().getOut();
        Report report = suite.open().run(GoldenEngine.valueOf(engine.name()), result -> out.println(result.line()));
        return reports.finish(report.withFact("engine", engine.toString()));
    }
}
