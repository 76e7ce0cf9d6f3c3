package io.github.yolox4j.cli.report;

import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.LabeledBox;
import io.github.yolox4j.train.data.check.DatasetReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The number of objects of each class by split, and the width and height of all boxes. */
public record DatasetPlot(DatasetReport report) {

    private static final int MARKER = 4;

    /** Boxes drawn of one class; more of them are thinned out evenly. */
    private static final int MOST_POINTS = 2000;

    /** More classes than this are told by the histogram only. */
    private static final int MOST_NAMES = 20;

    public void write(Path file) throws IOException {
        ChartSheet sheet = new ChartSheet(2, 1);
        sheet.add(histogram(), 0, 0);
        sheet.add(sizes(), 1, 0);
        sheet.write(file);
    }

    private CategoryChart histogram() {
        CategoryChart chart = ChartSheet.bars("class", "objects");
        chart.getStyler().setXAxisLabelRotation(45);
        for (String split : report.splits().keySet()) {
            Map<String, Integer> counts = report.histogram(split);
            chart.addSeries(split, List.copyOf(counts.keySet()), List.copyOf(counts.values()));
        }
        return chart;
    }

    private XYChart sizes() {
        XYChart chart = ChartSheet.chart("width in pixels", "height in pixels");
        chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        chart.getStyler().setMarkerSize(MARKER);
        Map<String, List<LabeledBox>> byClass = boxesByClass();
        chart.getStyler().setLegendVisible(byClass.size() <= MOST_NAMES);
        byClass.forEach((name, boxes) -> {
            int step = (boxes.size() + MOST_POINTS - 1) / MOST_POINTS;
            List<Double> widths = new ArrayList<>();
            List<Double> heights = new ArrayList<>();
            for (int i = 0; i < boxes.size(); i += step) {
                widths.add(boxes.get(i).box().width());
                heights.add(boxes.get(i).box().height());
            }
            chart.addSeries(name, widths, heights).setMarker(SeriesMarkers.CIRCLE);
        });
        return chart;
    }

    private Map<String, List<LabeledBox>> boxesByClass() {
        Map<String, List<LabeledBox>> boxes = new LinkedHashMap<>();
        report.splits().forEach((split, dataset) -> report.boxes(split)
                .forEach(box -> boxes.computeIfAbsent(name(dataset, box), name -> new ArrayList<>())
                        .add(box)));
        return boxes;
    }

    private static String name(Dataset dataset, LabeledBox box) {
        return dataset.classes().get(box.classId());
    }
}
