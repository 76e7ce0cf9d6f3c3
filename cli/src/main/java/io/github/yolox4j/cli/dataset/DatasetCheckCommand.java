package io.github.yolox4j.cli.dataset;

import io.github.yolox4j.cli.console.ConsoleCommand;
import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.cli.option.DatasetOptions;
import io.github.yolox4j.cli.report.DatasetOverview;
import io.github.yolox4j.train.data.check.DatasetCheck;
import io.github.yolox4j.train.data.check.DatasetReport;
import io.github.yolox4j.train.data.format.Problem;
import io.github.yolox4j.train.data.format.ProblemKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code yolox4j dataset check}. */
@Command(
        name = "check",
        sortOptions = false,
        description = "Reads a whole dataset, including its images, and lists its problems. Errors stop "
                + "training. For warnings, training leaves the box or image out. Notes are worth a look. "
                + "The exit code is 2 if there is an error.",
        footerHeading = "%nExample:%n",
        footer = "  yolox4j dataset check --data data/cells --format voc --plot cells.png")
final class DatasetCheckCommand extends ConsoleCommand {

    @Mixin
    private DatasetOptions data;

    @Mixin
    private SplitsOption splits;

    @Option(
            names = "--plot",
            paramLabel = "FILE",
            description = "Draws the number of objects of each class and their box sizes into this PNG file.")
    private Optional<Path> plot = Optional.empty();

    @Override
    protected int run(PrintWriter out) throws IOException {
        List<String> names = splits.of(data);
        DatasetReport report = DatasetCheck.of(data.format(), data.folder(), names, data.names(), data.selection());
        report.problems().stream().sorted(Comparator.comparing(Problem::kind)).forEach(out::println);
        if (!report.problems().isEmpty()) {
            out.println();
        }
        DatasetOverview overview = new DatasetOverview(report);
        out.print(overview.table());
        report.selected().forEach((split, selected) -> data.tell(split, selected, out));
        if (plot.isPresent()) {
            overview.plot(plot.get());
            out.printf("%n%s%n", plot.get());
        }
        out.println();
        report.counts().forEach((kind, count) -> out.printf("%6d %s%n", count, described(kind)));
        out.println(verdict(report));
        if (names.size() == 1) {
            out.printf(
                    "The only split is '%s'. Training needs a second one for validation: 'dataset "
                            + "convert --divide train=0.8,val=0.2' makes two.%n",
                    names.get(0));
        }
        return report.hasErrors() ? ExitCode.WRONG_INPUT : ExitCode.DONE;
    }

    private static String described(ProblemKind kind) {
        return kind.plural() + " (" + kind.severity().name().toLowerCase(Locale.ROOT) + ")";
    }

    private static String verdict(DatasetReport report) {
        if (report.hasErrors()) {
            return "Training would refuse this dataset.";
        }
        int boxes = 0;
        for (Map.Entry<ProblemKind, Integer> entry : report.counts().entrySet()) {
            boxes += entry.getKey().severity() == ProblemKind.Severity.WARNING ? entry.getValue() : 0;
        }
        return boxes == 0 ? "Fit to train on." : "Fit to train on; " + boxes + " boxes would be left out.";
    }
}
