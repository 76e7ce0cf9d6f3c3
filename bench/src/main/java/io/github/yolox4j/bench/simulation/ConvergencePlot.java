package io.github.yolox4j.bench.simulation;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Error against iteration, a line to a run, the error on a logarithmic axis. */
final class ConvergencePlot {

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

    private ConvergencePlot() {}

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
                outcomes.keySet().stream().map(ConvergencePlot::loss).distinct().toList();
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
