package io.github.yolox4j.cli.report;

import io.github.yolox4j.cli.file.CsvRows;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.Sample;
import io.github.yolox4j.train.eval.ConfusionMatrix;
import io.github.yolox4j.train.eval.DetectedDataset;
import io.github.yolox4j.train.eval.DetectionReview;
import io.github.yolox4j.train.eval.ImageReview;
import io.github.yolox4j.train.eval.PrecisionRecall;
import io.github.yolox4j.train.eval.VocEvaluator;
import io.github.yolox4j.train.eval.VocMetrics;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Precision over recall, F1 over confidence, the confusion matrix, and the worst images of an evaluation. */
public record EvaluationCharts(Dataset dataset, VocMetrics metrics, DetectionReview review, ConfusionMatrix matrix) {

    /** More classes than this are drawn as their mean only. */
    private static final int MOST_LINES = 12;

    /** A matrix of more rows shows colours only. */
    private static final int MOST_NUMBERS = 20;

    private static final int STEPS = 200;
    private static final int CELL = 30;
    private static final int MARGIN = 260;
    private static final int SMALLEST = 480;

    private static final int MOST_WORST = 9;

    public static EvaluationCharts of(DetectedDataset detected, DetectionReview review) {
        return new EvaluationCharts(
                detected.dataset(),
                detected.voc(VocEvaluator.DEFAULT),
                review,
                review.confusion(detected.dataset().categoryIds()));
    }

    /** Writes the files, over those that were there, into a folder that is made if it does not exist. */
    public List<Path> write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Map<String, BufferedImage> pictures = new LinkedHashMap<>();
        pictures.put("precision_recall.png", precisionOverRecall());
        pictures.put("f1.png", f1OverConfidence());
        pictures.put("confusion.png", confusion());
        Files.deleteIfExists(folder.resolve("worst.png"));
        List<ImageReview> worst = review.worst(MOST_WORST);
        if (!worst.isEmpty()) {
            pictures.put("worst.png", new ReviewSheet(dataset).of(worst));
        }
        List<Path> written = new ArrayList<>();
        for (Map.Entry<String, BufferedImage> picture : pictures.entrySet()) {
            written.add(folder.resolve(picture.getKey()));
            Pictures.write(picture.getValue(), folder.resolve(picture.getKey()));
        }
        written.add(folder.resolve("images.csv"));
        images().write(folder.resolve("images.csv"));
        return written;
    }

    private CsvRows images() {
        CsvRows rows = new CsvRows("image", "file", "objects", "missed", "false");
        for (ImageReview image : review.worst(review.images().size())) {
            Sample sample = dataset.samples().get(Math.toIntExact(image.imageId()));
            rows.add(sample.id(), sample.image(), sample.boxes().size(), image.missedCount(), image.falseCount());
        }
        return rows;
    }

    /** The best precision at each recall or above, whose area is the average precision. */
    BufferedImage precisionOverRecall() {
        XYChart chart = ChartSheet.chart("recall", "precision");
        chart.setTitle(String.format(Locale.ROOT, "Precision and recall at IoU %.2f", metrics.iou()));
        addLines(chart, PrecisionRecall::precisionFrom);
        return BitmapEncoder.getBufferedImage(chart);
    }

    /** F1 of the detections of each confidence or above. */
    BufferedImage f1OverConfidence() {
        XYChart chart = ChartSheet.chart("confidence", "F1");
        double best = metrics.bestConfidence();
        chart.setTitle(String.format(
                Locale.ROOT,
                "F1 at IoU %.2f: mean %.3f at confidence %.3f",
                metrics.iou(),
                metrics.meanF1(best),
                best));
        addLines(chart, PrecisionRecall::f1);
        return BitmapEncoder.getBufferedImage(chart);
    }

    private void addLines(XYChart chart, ToDoubleBiFunction<PrecisionRecall, Double> value) {
        chart.getStyler().setXAxisMin(0.0).setXAxisMax(1.0).setYAxisMin(0.0).setYAxisMax(1.0);
        double[] places = IntStream.rangeClosed(0, STEPS)
                .mapToDouble(i -> i / (double) STEPS)
                .toArray();
        double[] mean = new double[places.length];
        Map<Integer, String> names = Tables.names(dataset);
        List<Integer> defined = metrics.curves().keySet().stream()
                .filter(id -> metrics.curves().get(id).isDefined())
                .toList();
        for (int id : defined) {
            double[] values = new double[places.length];
            for (int i = 0; i < places.length; i++) {
                values[i] = value.applyAsDouble(metrics.curves().get(id), places[i]);
                mean[i] += values[i] / defined.size();
            }
            if (defined.size() <= MOST_LINES) {
                chart.addSeries(names.get(id), places, values).setMarker(SeriesMarkers.NONE);
            }
        }
        XYSeries all = chart.addSeries("mean of " + defined.size(), places, mean);
        all.setMarker(SeriesMarkers.NONE).setLineColor(Color.BLACK).setLineWidth(3);
    }

    /** Objects of each class by what they were taken for; the background's row holds detections of nothing. */
    BufferedImage confusion() {
        int side = Math.max(SMALLEST, MARGIN + CELL * matrix.size());
        HeatMapChart chart = new HeatMapChartBuilder()
                .width(side + MARGIN / 2)
                .height(side)
                .title(String.format(
                        Locale.ROOT, "Confusion at confidence %.2f, IoU %.2f", review.confidence(), review.iou()))
                .xAxisTitle("found as")
                .yAxisTitle("object")
                .build();
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        Map<Integer, String> names = Tables.names(dataset);
        List<String> labels = new ArrayList<>();
        matrix.categoryIds().forEach(id -> labels.add(names.get(id)));
        labels.add("background");
        List<String> upwards = new ArrayList<>(labels);
        Collections.reverse(upwards);
        List<Number[]> cells = new ArrayList<>();
        for (int row = 0; row < matrix.size(); row++) {
            for (int column = 0; column < matrix.size(); column++) {
                cells.add(new Number[] {column, matrix.size() - 1 - row, matrix.count(row, column)});
            }
        }
        chart.addSeries("objects", labels, upwards, cells);
        chart.getStyler()
                .setShowValue(matrix.size() <= MOST_NUMBERS)
                .setHeatMapValueDecimalPattern("0")
                .setRangeColors(new Color[] {Color.WHITE, new Color(0x9ecae1), new Color(0x3182bd)})
                .setLegendPosition(LegendPosition.OutsideE);
        chart.getStyler().setXAxisLabelRotation(labels.size() > 6 ? 60 : 0).setPlotContentSize(1);
        return BitmapEncoder.getBufferedImage(chart);
    }
}
