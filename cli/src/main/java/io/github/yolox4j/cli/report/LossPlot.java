package io.github.yolox4j.cli.report;

import io.github.yolox4j.losses.LossEvaluation;
import io.github.yolox4j.losses.box.BoxLoss;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Value and gradient of box losses along three paths of one box beside a target of side 1: top row values,
 * bottom row their derivatives along the path.
 *
 * @param losses by the name in the legend
 */
public record LossPlot(Map<String, BoxLoss> losses) {

    private static final int POINTS = 241;
    private static final double[] TARGET = {0, 0, 1, 1};

    /** How the box changes with the parameter t. */
    private enum Sweep {
        SHIFT("shift of the centre in target widths", -2, 2, t -> new double[] {t, 0, 1, 1}, (t, g) -> g[0]),
        SCALE("both sides in target sides", 0.1, 3, t -> new double[] {0, 0, t, t}, (t, g) -> g[2] + g[3]),
        ASPECT(
                "width over height is t^2, area 1: t",
                0.4,
                2.5,
                t -> new double[] {0, 0, t, 1 / t},
                (t, g) -> g[2] - g[3] / (t * t));

        private final String label;
        private final double from;
        private final double to;
        private final DoubleFunction<double[]> box;

        /** The chain rule from (cx, cy, w, h) to t. */
        private final ToDoubleBiFunction<Double, double[]> derivative;

        Sweep(
                String label,
                double from,
                double to,
                DoubleFunction<double[]> box,
                ToDoubleBiFunction<Double, double[]> derivative) {
            this.label = label;
            this.from = from;
            this.to = to;
            this.box = box;
            this.derivative = derivative;
        }

        double at(int point) {
            return from + (to - from) * point / (POINTS - 1);
        }
    }

    /** Writes the six charts as one PNG file. */
    public void write(Path file) throws IOException {
        Sweep[] sweeps = Sweep.values();
        ChartSheet sheet = new ChartSheet(sweeps.length, 2);
        for (Sweep sweep : sweeps) {
            XYChart values = ChartSheet.chart(sweep.label, "loss");
            XYChart slopes = ChartSheet.chart(sweep.label, "derivative");
            losses.forEach((name, loss) -> addSeries(sweep, name, loss, values, slopes));
            sheet.add(values, sweep.ordinal(), 0);
            sheet.add(slopes, sweep.ordinal(), 1);
        }
        sheet.write(file);
    }

    private static void addSeries(Sweep sweep, String name, BoxLoss loss, XYChart values, XYChart slopes) {
        double[] path = IntStream.range(0, POINTS).mapToDouble(sweep::at).toArray();
        double[][] boxes = DoubleStream.of(path).mapToObj(sweep.box).toArray(double[][]::new);
        double[][] targets = Collections.nCopies(POINTS, TARGET).toArray(double[][]::new);
        LossEvaluation evaluation = LossEvaluation.ofBoxes(loss::of, POINTS);
        double[][] gradient = evaluation.gradient(boxes, targets);
        double[] slope = IntStream.range(0, POINTS)
                .mapToDouble(i -> sweep.derivative.applyAsDouble(path[i], gradient[i]))
                .toArray();
        values.addSeries(name, path, evaluation.values(boxes, targets)).setMarker(SeriesMarkers.NONE);
        slopes.addSeries(name, path, slope).setMarker(SeriesMarkers.NONE);
    }
}
