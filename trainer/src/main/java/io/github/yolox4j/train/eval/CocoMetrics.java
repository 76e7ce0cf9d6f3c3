package io.github.yolox4j.train.eval;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * COCO's twelve numbers, each in [0, 1] or {@link #UNDEFINED}, and the average precision of every category.
 *
 * <p>AP is the mean over categories and recalls of the precision, AR the mean over categories of the recall; both over
 * the IoU thresholds 0.50, 0.55, ..., 0.95 unless stated. Small objects have an area of at most 32<sup>2</sup> pixels,
 * large ones of at least 96<sup>2</sup>.
 *
 * @param ap at 100 detections per image, as all but {@code ar1} and {@code ar10}
 * @param ap50 at IoU 0.50
 * @param ap75 at IoU 0.75
 * @param ar1 with 1 detection per image and category
 * @param ar10 with 10 detections per image and category
 * @param ar100 with 100 detections per image and category
 * @param perClassAp {@code ap} by category id, in rising order
 */
public record CocoMetrics(
        double ap,
        double ap50,
        double ap75,
        double apSmall,
        double apMedium,
        double apLarge,
        double ar1,
        double ar10,
        double ar100,
        double arSmall,
        double arMedium,
        double arLarge,
        Map<Integer, Double> perClassAp) {

    /** Stands for a mean over nothing: no category has an object of that kind. */
    public static final double UNDEFINED = -1;

    public CocoMetrics {
        perClassAp = Collections.unmodifiableMap(new TreeMap<>(perClassAp));
    }

    /** Whether a number is one, and not the mean over nothing. */
    public static boolean isDefined(double number) {
        return number != UNDEFINED;
    }

    /** The twelve numbers by their usual names, in their usual order. */
    public Map<String, Double> byName() {
        Map<String, Double> numbers = new LinkedHashMap<>();
        numbers.put("AP", ap);
        numbers.put("AP50", ap50);
        numbers.put("AP75", ap75);
        numbers.put("APsmall", apSmall);
        numbers.put("APmedium", apMedium);
        numbers.put("APlarge", apLarge);
        numbers.put("AR1", ar1);
        numbers.put("AR10", ar10);
        numbers.put("AR100", ar100);
        numbers.put("ARsmall", arSmall);
        numbers.put("ARmedium", arMedium);
        numbers.put("ARlarge", arLarge);
        return Collections.unmodifiableMap(numbers);
    }

    /**
     * A table to read: the twelve numbers, then the AP of each category.
     *
     * @param categoryNames by category id; one without a name is shown by its id
     */
    public String table(Map<Integer, String> categoryNames) {
        StringBuilder table = new StringBuilder();
        row(table, "              IoU  all     small   medium  large");
        row(table, "precision  0.50:0.95", ap, apSmall, apMedium, apLarge);
        row(table, "precision  0.50     ", ap50);
        row(table, "precision  0.75     ", ap75);
        row(table, "recall     0.50:0.95", ar100, arSmall, arMedium, arLarge);
        row(table, "   best 10 per image", ar10);
        row(table, "   best 1 per image ", ar1);
        int width = perClassAp.keySet().stream()
                .mapToInt(id -> name(id, categoryNames).length())
                .max()
                .orElse(0);
        perClassAp.forEach((id, classAp) -> row(
                table,
                String.format(Locale.ROOT, "precision of %-" + Math.max(7, width) + "s", name(id, categoryNames)),
                classAp));
        return table.toString();
    }

    private static String name(int id, Map<Integer, String> names) {
        return names.getOrDefault(id, Integer.toString(id));
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
