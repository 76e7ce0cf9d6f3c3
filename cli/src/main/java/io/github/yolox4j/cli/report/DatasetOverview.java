package io.github.yolox4j.cli.report;

import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.LabeledBox;
import io.github.yolox4j.train.data.check.DatasetReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** How much of what a dataset has, as text and as charts. */
public record DatasetOverview(DatasetReport report) {

    private static final int MARKER = 4;

    /** Boxes drawn of one class; more of them are thinned out evenly. */
    private static final int MOST_POINTS = 2000;

    /** More classes than this are told by the histogram only. */
    private static final int MOST_NAMES = 20;

    private static final int BAR = 30;

    /** Sides, as square roots of areas, at which COCO's small and medium objects end. */
    private static final double SMALL = 32;

    private static final double MEDIUM = 96;

    /** Images and boxes of each split, then the objects of each class. */
    public String table() {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "%-8s %8s %8s %8s %8s %8s %8s   %s",
                "split",
                "images",
                "empty",
                "boxes",
                "small",
                "medium",
                "large",
                "side in pixels: least, median, most");
        report.splits().forEach((split, dataset) -> line(text, "%s", row(split, dataset)));
        text.append(System.lineSeparator());

        Set<String> classes = classes();
        int width = classes.stream().mapToInt(String::length).reduce(5, Math::max);
        String head = report.splits().keySet().stream()
                .map(split -> String.format(Locale.ROOT, "%8s", split))
                .collect(Collectors.joining(" "));
        line(text, "%-" + width + "s %s", "class", head);
        int most = classes.stream().mapToInt(name -> total(name)).reduce(1, Math::max);
        for (String name : classes) {
            String counts = report.splits().keySet().stream()
                    .map(split -> String.format(Locale.ROOT, "%8d", count(split, name)))
                    .collect(Collectors.joining(" "));
            int length = (int) Math.ceil((double) BAR * total(name) / most);
            line(text, "%-" + width + "s %s %s", name, counts, "#".repeat(length));
        }
        return text.toString();
    }

    private String row(String split, Dataset dataset) {
        double[] sides = report.boxes(split)
                .mapToDouble(box -> Math.sqrt(box.box().area()))
                .sorted()
                .toArray();
        long empty = dataset.samples().stream()
                .filter(sample -> sample.boxes().isEmpty())
                .count();
        String range = sides.length == 0
                ? "-"
                : String.format(
                        Locale.ROOT, "%.0f, %.0f, %.0f", sides[0], sides[sides.length / 2], sides[sides.length - 1]);
        return String.format(
                Locale.ROOT,
                "%-8s %8d %8d %8d %8d %8d %8d   %s",
                split,
                dataset.size(),
                empty,
                sides.length,
                within(split, 0, SMALL),
                within(split, SMALL, MEDIUM),
                within(split, MEDIUM, Double.POSITIVE_INFINITY),
                range);
    }

    private long within(String split, double from, double to) {
        return report.boxes(split)
                .mapToDouble(LabeledBox::area)
                .map(Math::sqrt)
                .filter(side -> side >= from && side < to)
                .count();
    }

    private Set<String> classes() {
        Set<String> names = new LinkedHashSet<>();
        report.splits().values().forEach(dataset -> names.addAll(dataset.classes()));
        return names;
    }

    private int total(String name) {
        return report.splits().keySet().stream()
                .mapToInt(split -> count(split, name))
                .sum();
    }

    private int count(String split, String name) {
        return report.histogram(split).getOrDefault(name, 0);
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append(System.lineSeparator());
    }

    /** Charts of the number of objects of each class by split, and of the width and height of all boxes. */
    public void plot(Path file) throws IOException {
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
