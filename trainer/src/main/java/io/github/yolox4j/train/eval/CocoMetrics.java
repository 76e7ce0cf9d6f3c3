package io.github.yolox4j.train.eval;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * COCO's twelve numbers, each in [0, 1] or {@link #UNDEFINED}, and the average precision of every category.
 *
 * <p>AP is the mean over categories and recalls of the precision, AR the mean over categories of the recall; both over
 * the IoU thresholds 0.50, 0.55, ..., 0.95 and with 100 detections per image and category unless stated. Small objects
 * have an area of at most 32<sup>2</sup> pixels, large ones of at least 96<sup>2</sup>.
 *
 * @param perClassAp {@code AP} by category id, in rising order
 */
public record CocoMetrics(Map<Metric, Double> numbers, Map<Integer, Double> perClassAp) {

    /** One of the twelve, in their usual order. */
    public enum Metric {
        AP(AreaRange.ALL, ImageBoxes.MOST_DETECTIONS, CategoryScores::precision),
        /** At IoU 0.50. */
        AP50(AreaRange.ALL, ImageBoxes.MOST_DETECTIONS, scores -> scores.precision(Thresholds.IOU_50)),
        /** At IoU 0.75. */
        AP75(AreaRange.ALL, ImageBoxes.MOST_DETECTIONS, scores -> scores.precision(Thresholds.IOU_75)),
        AP_SMALL(AreaRange.SMALL, ImageBoxes.MOST_DETECTIONS, CategoryScores::precision),
        AP_MEDIUM(AreaRange.MEDIUM, ImageBoxes.MOST_DETECTIONS, CategoryScores::precision),
        AP_LARGE(AreaRange.LARGE, ImageBoxes.MOST_DETECTIONS, CategoryScores::precision),
        /** With 1 detection per image and category. */
        AR1(AreaRange.ALL, 1, CategoryScores::recall),
        /** With 10 detections per image and category. */
        AR10(AreaRange.ALL, 10, CategoryScores::recall),
        AR100(AreaRange.ALL, ImageBoxes.MOST_DETECTIONS, CategoryScores::recall),
        AR_SMALL(AreaRange.SMALL, ImageBoxes.MOST_DETECTIONS, CategoryScores::recall),
        AR_MEDIUM(AreaRange.MEDIUM, ImageBoxes.MOST_DETECTIONS, CategoryScores::recall),
        AR_LARGE(AreaRange.LARGE, ImageBoxes.MOST_DETECTIONS, CategoryScores::recall);

        private final CategoryEvaluation.Rule rule;
        private final ToDoubleFunction<CategoryScores> score;

        Metric(AreaRange range, int maxDetections, ToDoubleFunction<CategoryScores> score) {
            this.rule = new CategoryEvaluation.Rule(range, maxDetections);
            this.score = score;
        }

        CategoryEvaluation.Rule rule() {
            return rule;
        }

        /** Mean over the categories that have something to find, or {@link #UNDEFINED}. */
        double of(List<CategoryScores> categories) {
            return categories.stream()
                    .filter(CategoryScores::isDefined)
                    .mapToDouble(score)
                    .average()
                    .orElse(UNDEFINED);
        }

        /** The usual name, as {@code APsmall}. */
        @Override
        public String toString() {
            String[] words = name().split("_");
            return words.length == 1 ? words[0] : words[0] + words[1].toLowerCase(Locale.ROOT);
        }
    }

    /** Stands for a mean over nothing: no category has an object of that kind. */
    public static final double UNDEFINED = -1;

    public CocoMetrics {
        numbers = Collections.unmodifiableMap(new EnumMap<>(numbers));
        perClassAp = Collections.unmodifiableMap(new TreeMap<>(perClassAp));
    }

    /** Whether a number is one, and not the mean over nothing. */
    public static boolean isDefined(double number) {
        return number != UNDEFINED;
    }

    public double of(Metric number) {
        return numbers.get(number);
    }

    public double ap() {
        return of(Metric.AP);
    }

    public double ap50() {
        return of(Metric.AP50);
    }

    public double ap75() {
        return of(Metric.AP75);
    }

    /** The twelve numbers by their usual names, in their usual order. */
    public Map<String, Double> byName() {
        Map<String, Double> named = new LinkedHashMap<>();
        numbers.forEach((number, value) -> named.put(number.toString(), value));
        return Collections.unmodifiableMap(named);
    }

    /** AP by category name, in the order of their ids; one without a name is shown by its id. */
    public Map<String, Double> perClassAp(Map<Integer, String> categoryNames) {
        Map<String, Double> named = new LinkedHashMap<>();
        perClassAp.forEach((id, ap) -> named.put(categoryNames.getOrDefault(id, Integer.toString(id)), ap));
        return named;
    }

    /**
     * A table to read: the twelve numbers, then the AP of each category.
     *
     * @param categoryNames by category id; one without a name is shown by its id
     */
    public String table(Map<Integer, String> categoryNames) {
        StringBuilder table = new StringBuilder();
        row(table, "              IoU  all     small   medium  large");
        row(table, "precision  0.50:0.95", ap(), of(Metric.AP_SMALL), of(Metric.AP_MEDIUM), of(Metric.AP_LARGE));
        row(table, "precision  0.50     ", ap50());
        row(table, "precision  0.75     ", ap75());
        row(
                table,
                "recall     0.50:0.95",
                of(Metric.AR100),
                of(Metric.AR_SMALL),
                of(Metric.AR_MEDIUM),
                of(Metric.AR_LARGE));
        row(table, "   best 10 per image", of(Metric.AR10));
        row(table, "   best 1 per image ", of(Metric.AR1));
        Map<String, Double> named = perClassAp(categoryNames);
        int width = named.keySet().stream().mapToInt(String::length).max().orElse(0);
        named.forEach((name, classAp) ->
                row(table, String.format(Locale.ROOT, "precision of %-" + Math.max(7, width) + "s", name), classAp));
        return table.toString();
    }

    private static void row(StringBuilder table, String label, double... numbers) {
        StringBuilder row = new StringBuilder(label);
        for (double number : numbers) {
            row.append(isDefined(number) ? String.format(Locale.ROOT, "  %.4f", number) : "  -     ");
        }
        table.append(row.toString().stripTrailing()).append('\n');
    }

    @Override
    public String toString() {
        return table(Map.of());
    }
}
