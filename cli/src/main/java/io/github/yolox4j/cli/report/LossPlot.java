package io.github.yolox4j.cli.report;

import io.github.yolox4j.losses.LossEvaluation;
import io.github.yolox4j.losses.box.BoxLoss;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
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
        SHIFT("shift of the centre in target widths", -2, 2) {
            @Override
            double[] box(double t) {
                return new double[] {t, 0, 1, 1};
            }

            @Override
            double derivative(double t, double[] gradient) {
                return gradient[0];
            }
        },
        SCALE("both sides in target sides", 0.1, 3) {
            @Override
            double[] box(double t) {
                return new double[] {0, 0, t, t};
            }

            @Override
            double derivative(double t, double[] gradient) {
                return gradient[2] + gradient[3];
            }
        },
        ASPECT("width over height is t^2, area 1: t", 0.4, 2.5) {
            @Override
            double[] box(double t) {
                return new double[] {0, 0, t, 1 / t};
            }

            @Override
            double derivative(double t, double[] gradient) {
                return gradient[2] - gradient[3] / (t * t);
            }
        };

        private final String label;
        private final double from;
        private final double to;

        Sweep(String label, double from, double to) {
            this.label = label;
            this.from = from;
            this.to = to;
        }

        abstract double[] box(double t);

        /** The chain rule from (cx, cy, w, h) to t. */
        abstract double derivative(double t, double[] gradient);

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
        double[][] boxes = DoubleStream.of(path).mapToObj(sweep::box).toArray(double[][]::new);
        double[][] targets = Collections.nCopies(POINTS, TARGET).toArray(double[][]::new);
        LossEvaluation evaluation = LossEvaluation.ofBoxes(loss::of, POINTS);
        double[][] gradient = evaluation.gradient(boxes, targets);
        double[] slope = IntStream.range(0, POINTS)
                .mapToDouble(i -> sweep.derivative(path[i], gradient[i]))
                .toArray();
        values.addSeries(name, path, evaluation.values(boxes, targets)).setMarker(SeriesMarkers.NONE);
        slopes.addSeries(name, path, slope).setMarker(SeriesMarkers.NONE);
    }
}
