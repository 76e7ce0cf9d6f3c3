package io.github.yolox4j.bench.simulation;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** What is written about finished runs: a table, a file of their curves, a picture of them. */
final class Report {

    private static final List<Integer> SHOWN = List.of(20, 50, 100);

    private static final int WIDTH = 1000;
    private static final int HEIGHT = 640;

    /** One to a loss; authors' gradients are dashed. */
    private static final List<Color> COLOURS = List.of(
            Color.BLACK,
            new Color(0xE69F00),
            new Color(0x0072B2),
            new Color(0xD55E00),
            new Color(0x009E73),
            new Color(0xCC79A7),
            new Color(0x56B4E9),
            new Color(0x888888));

    private Report() {}

    static String table(Map<String, Outcome> outcomes) {
        List<String> lines = new ArrayList<>();
        lines.add("| gradient | loss | @20 | @50 | @100 | final | sum | mean IoU | error < " + Outcome.SOLVED_BELOW
                + " |");
        lines.add("|---|---|---|---|---|---|---|---|---|");
        outcomes.forEach((name, outcome) -> lines.add(row(name, outcome)));
        return String.join("\n", lines) + "\n";
    }

    private static String row(String name, Outcome outcome) {
        int colon = name.indexOf(':');
        Stream<String> shown = SHOWN.stream()
                .map(k -> k < outcome.errors().size() ? String.format(Locale.ROOT, "%.4f", outcome.errorAfter(k)) : "");
        Stream<String> rest = Stream.of(
                String.format(Locale.ROOT, "%.5f", outcome.finalError()),
                String.format(Locale.ROOT, "%.2f", outcome.sumOfErrors()),
                String.format(Locale.ROOT, "%.4f", outcome.meanIou()),
                String.format(Locale.ROOT, "%.4f", outcome.solved()));
        return Stream.of(Stream.of(name.substring(0, colon), name.substring(colon + 1)), shown, rest)
                .flatMap(cells -> cells)
                .collect(Collectors.joining(" | ", "| ", " |"));
    }

    /** The mean error of each run after each iteration, from 0: comma-separated, a column to a run. */
    static String curves(Map<String, Outcome> outcomes) {
        List<String> lines = new ArrayList<>();
        lines.add("iteration," + outcomes.keySet().stream().map(Report::quoted).collect(Collectors.joining(",")));
        int rows = outcomes.values().iterator().next().errors().size();
        for (int k = 0; k < rows; k++) {
            int iteration = k;
            lines.add(k + ","
                    + outcomes.values().stream()
                            .map(outcome -> String.valueOf(outcome.errorAfter(iteration)))
                            .collect(Collectors.joining(",")));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String quoted(String name) {
        return '"' + name + '"'; // names of losses may hold commas
    }

    /** Error against iteration, a line to a run, the error on a logarithmic axis. */
    static byte[] png(Map<String, Outcome> outcomes) throws IOException {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title("Box regression along the gradient of a loss")
                .xAxisTitle("iteration")
                .yAxisTitle("mean error of a box, |dx| + |dy| + |dw| + |dh|")
                .build();
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        List<String> losses =
                outcomes.keySet().stream().map(Report::loss).distinct().toList();
        outcomes.forEach((name, outcome) -> {
            XYSeries series = add(chart, name, outcome.errors());
            series.setLineColor(COLOURS.get(losses.indexOf(loss(name)) % COLOURS.size()));
        });
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BitmapEncoder.saveBitmap(chart, out, BitmapFormat.PNG);
        return out.toByteArray();
    }

    private static XYSeries add(XYChart chart, String name, List<Double> errors) {
        List<Integer> iterations = IntStream.range(0, errors.size()).boxed().toList();
        XYSeries series = chart.addSeries(name, iterations, errors);
        series.setMarker(SeriesMarkers.NONE);
        series.setLineStyle(name.startsWith("author") ? SeriesLines.DASH_DASH : SeriesLines.SOLID);
        return series;
    }

    private static String loss(String name) {
        return name.substring(name.indexOf(':') + 1);
    }
}
