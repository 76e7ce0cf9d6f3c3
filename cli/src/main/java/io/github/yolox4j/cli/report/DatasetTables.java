package io.github.yolox4j.cli.report;

import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.LabeledBox;
import io.github.yolox4j.train.data.check.DatasetReport;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** How much of what a dataset has, as text. */
public final class DatasetTables {

    private static final int BAR = 30;

    /** Sides, as square roots of areas, at which COCO's small and medium objects end. */
    private static final double SMALL = 32;

    private static final double MEDIUM = 96;

    private DatasetTables() {}

    /** Images and boxes of each split, then the objects of each class. */
    public static String of(DatasetReport report) {
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
        report.splits().forEach((split, dataset) -> line(text, "%s", row(report, split, dataset)));
        text.append(System.lineSeparator());

        Set<String> classes = classes(report);
        int width = classes.stream().mapToInt(String::length).reduce(5, Math::max);
        String head = report.splits().keySet().stream()
                .map(split -> String.format(Locale.ROOT, "%8s", split))
                .collect(Collectors.joining(" "));
        line(text, "%-" + width + "s %s", "class", head);
        int most = classes.stream().mapToInt(name -> total(report, name)).reduce(1, Math::max);
        for (String name : classes) {
            String counts = report.splits().keySet().stream()
                    .map(split -> String.format(Locale.ROOT, "%8d", count(report, split, name)))
                    .collect(Collectors.joining(" "));
            int length = (int) Math.ceil((double) BAR * total(report, name) / most);
            line(text, "%-" + width + "s %s %s", name, counts, "#".repeat(length));
        }
        return text.toString();
    }

    private static String row(DatasetReport report, String split, Dataset dataset) {
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
                within(report, split, 0, SMALL),
                within(report, split, SMALL, MEDIUM),
                within(report, split, MEDIUM, Double.POSITIVE_INFINITY),
                range);
    }

    private static long within(DatasetReport report, String split, double from, double to) {
        return report.boxes(split)
                .mapToDouble(LabeledBox::area)
                .map(Math::sqrt)
                .filter(side -> side >= from && side < to)
                .count();
    }

    private static Set<String> classes(DatasetReport report) {
        Set<String> names = new LinkedHashSet<>();
        report.splits().values().forEach(dataset -> names.addAll(dataset.classes()));
        return names;
    }

    private static int total(DatasetReport report, String name) {
        return report.splits().keySet().stream()
                .mapToInt(split -> count(report, split, name))
                .sum();
    }

    private static int count(DatasetReport report, String split, String name) {
        return report.histogram(split).getOrDefault(name, 0);
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append(System.lineSeparator());
    }
}
