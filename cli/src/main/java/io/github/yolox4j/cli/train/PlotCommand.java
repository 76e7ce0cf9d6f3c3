package io.github.yolox4j.cli.train;

import io.github.yolox4j.cli.console.ConsoleCommand;
import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.cli.report.ChartSheet;
import io.github.yolox4j.cli.report.RunMetrics;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code yolox4j plot}. */
@Command(
        name = "plot",
        sortOptions = false,
        description = "Plots training runs: one chart per column of metrics.csv.",
        footerHeading = "%nExample:%n",
        footer = "  yolox4j plot runs/scratch runs/finetuned --columns loss,AP --output curves.png")
public final class PlotCommand extends ConsoleCommand {

    @Parameters(arity = "1..*", paramLabel = "DIR", description = "Folders of training runs.")
    private List<Path> folders;

    @Option(
            names = "--columns",
            defaultValue = "loss,AP,AP50",
            split = ",",
            paramLabel = "NAME",
            description = "Columns of metrics.csv to plot (default: ${DEFAULT-VALUE}).")
    private List<String> columns;

    @Option(names = "--output", required = true, paramLabel = "FILE", description = "The PNG file to write.")
    private Path output;

    @Override
    protected int run(PrintWriter out) throws IOException {
        List<RunMetrics> runs = new ArrayList<>();
        for (Path folder : folders) {
            runs.add(RunMetrics.read(folder));
        }
        ChartSheet sheet = new ChartSheet(columns.size(), 1);
        for (int column = 0; column < columns.size(); column++) {
            sheet.add(chart(columns.get(column), runs), column, 0);
        }
        sheet.write(output);
        out.printf("%s: %s of %d runs.%n", output, String.join(", ", columns), runs.size());
        return ExitCode.DONE;
    }

    private static XYChart chart(String column, List<RunMetrics> runs) throws IOException {
        XYChart chart = ChartSheet.chart("epochs", column);
        for (RunMetrics run : runs) {
            RunMetrics.Curve curve = run.curve(column);
            if (curve.epochs().isEmpty()) {
                throw new IOException("run " + run.name() + " has no value of " + column + " yet");
            }
            chart.addSeries(run.name(), curve.epochs(), curve.values()).setMarker(SeriesMarkers.NONE);
        }
        return chart;
    }
}
