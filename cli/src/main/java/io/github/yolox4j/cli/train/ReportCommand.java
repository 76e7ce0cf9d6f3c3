package io.github.yolox4j.cli.train;

import io.github.yolox4j.cli.console.ConsoleCommand;
import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.cli.console.Progress;
import io.github.yolox4j.cli.option.ConfigFile;
import io.github.yolox4j.cli.report.RunReport;
import io.github.yolox4j.cli.report.Tables;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.batch.SkippedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code yolox4j report}. */
@Command(
        name = "report",
        sortOptions = false,
        description = "Evaluates the best weights of a training run and writes " + RunReport.FILE
                + " into its folder: loss and metrics over time, metrics of each class, curves, confusion "
                + "matrix, sample detections and options, in one file. Training writes it at the end, too.",
        footerHeading = "%nExample:%n",
        footer = "  yolox4j report runs/cells --split test")
public final class ReportCommand extends ConsoleCommand {

    @Parameters(paramLabel = "DIR", description = "Folder of a training run.")
    private Path folder;

    @Option(
            names = "--split",
            paramLabel = "NAME",
            description = "Split to evaluate on (default: the run's validation split).")
    private Optional<String> asked = Optional.empty();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder of the dataset, if it has moved since the run started.")
    private Optional<Path> data = Optional.empty();

    @Override
    protected int run(PrintWriter out) throws IOException {
        Path options = folder.resolve(ConfigFile.OF_RUN);
        if (!Files.isRegularFile(options)) {
            throw new IOException(folder + " does not contain a training run: there is no " + ConfigFile.OF_RUN);
        }
        ConfigFile run = ConfigFile.read(options, TrainCommand.commandSpec());
        TrainOptions told = TrainCommand.optionsOf(
                data.isPresent() ? run.with("data", data.get().toString()) : run);
        String split = asked.orElse(told.validationSplit());
        List<String> classes = RunReport.best(folder).card().classes();
        Dataset measured = told.data().read(split, classes, out);
        RunReport report = new RunReport(folder, measured, split);
        List<SkippedImage> skipped;
        try (Progress progress = Progress.of(out, "evaluating", measured.size())) {
            skipped = report.write(told.data().isStrict(), done -> progress.show(done, "images"));
        }
        Tables.tellLeftOut(skipped, measured.size(), out);
        out.println(report.file());
        return ExitCode.DONE;
    }
}
