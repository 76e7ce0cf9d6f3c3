package io.github.yolox4j.cli.verify;

import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.cli.console.Version;
import io.github.yolox4j.cli.file.JsonFiles;
import io.github.yolox4j.detection.file.WholeFile;
import io.github.yolox4j.verify.Report;
import io.github.yolox4j.verify.report.HtmlReport;
import io.github.yolox4j.verify.report.JsonReport;
import io.github.yolox4j.verify.report.JunitReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where else the result of a verification goes. */
final class ReportOptions {

    @Option(names = "--json", paramLabel = "FILE", description = "Also writes the report to this file as JSON.")
    private Optional<Path> json = Optional.empty();

    @Option(
            names = "--junit",
            paramLabel = "FILE",
            description = "Also writes the report to this file as JUnit XML, for build servers.")
    private Optional<Path> junit = Optional.empty();

    @Option(names = "--html", paramLabel = "FILE", description = "Also writes the report to this file as a web page.")
    private Optional<Path> html = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** Finds out before the work what would fail after it: reports that cannot be written. */
    void check() throws IOException {
        Set<Path> seen = new HashSet<>();
        for (Path file : Stream.of(json, junit, html).flatMap(Optional::stream).toList()) {
            Path absolute = file.toAbsolutePath().normalize();
            if (!Files.isDirectory(absolute.getParent())) {
                throw new IOException("cannot write " + file + ": there is no folder " + absolute.getParent());
            }
            if (!seen.add(absolute)) {
                throw new IOException("two reports have the same output file: " + file);
            }
        }
    }

    /** Prints the totals, writes the files, and returns the exit code. */
    int finish(Report result) throws IOException {
        command.commandLine().getOut().println(result.totals());
        Report report = withFacts(result);
        if (json.isPresent()) {
            JsonFiles.write(json.get(), JsonReport.of(report));
        }
        if (junit.isPresent()) {
            WholeFile.writeText(junit.get(), JunitReport.of(report));
        }
        if (html.isPresent()) {
            WholeFile.writeText(html.get(), HtmlReport.of(report));
        }
        return report.allPassed() ? ExitCode.DONE : ExitCode.CHECK_FAILED;
    }

    private Report withFacts(Report report) {
        List<String> arguments = command.root().commandLine().getParseResult().originalArgs();
        return report.withFact("command", "yolox4j " + String.join(" ", arguments))
                .withFact("version", String.join(", ", new Version().getVersion()))
                .withFact(
                        "system",
                        System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                                + Runtime.getRuntime().availableProcessors() + " processors")
                .withFact("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    }
}
