package io.github.yolox4j.cli.report;

import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.batch.SkippedImage;
import io.github.yolox4j.train.eval.CocoMetrics;
import io.github.yolox4j.train.eval.Interpolation;
import io.github.yolox4j.train.eval.PrecisionRecall;
import io.github.yolox4j.train.eval.VocMetrics;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Results as tables. */
public final class Tables {

    private Tables() {}

    /** COCO's numbers, and the AP of each class by its name. */
    public static String of(CocoMetrics metrics, Dataset dataset) {
        return metrics.table(names(dataset));
    }

    /** Pascal VOC's mean average precision and that of each class, both ways. */
    public static String of(VocMetrics metrics, Dataset dataset) {
        Map<Integer, String> names = names(dataset);
        Map<Integer, Double> all = metrics.perClassAp(Interpolation.EVERY_POINT);
        Map<Integer, Double> eleven = metrics.perClassAp(Interpolation.ELEVEN_POINTS);
        int width = names.values().stream().mapToInt(String::length).reduce("all classes".length(), Math::max);
        String row = "%-" + width + "s  %-8s  %-9s  %s%n";
        StringBuilder table = new StringBuilder(
                String.format(Locale.ROOT, row, "AP at IoU " + metrics.iou(), "area", "11 points", "objects"));
        table.append(String.format(
                Locale.ROOT,
                row,
                "all classes",
                number(metrics.meanAp(Interpolation.EVERY_POINT)),
                number(metrics.meanAp(Interpolation.ELEVEN_POINTS)),
                metrics.curves().values().stream()
                        .mapToInt(PrecisionRecall::objects)
                        .sum()));
        all.forEach((id, ap) -> table.append(String.format(
                Locale.ROOT,
                row,
                names.get(id),
                number(ap),
                number(eleven.get(id)),
                metrics.curves().get(id).objects())));
        return table.toString();
    }

    /** A share as people read it; a dash for {@link CocoMetrics#UNDEFINED}. */
    static String number(double share) {
        return CocoMetrics.isDefined(share) ? String.format(Locale.ROOT, "%.4f", share) : "-";
    }

    /** Class names by category id, in rising order. */
    public static Map<Integer, String> names(Dataset dataset) {
        Map<Integer, String> names = new TreeMap<>();
        for (int id = 0; id < dataset.classes().size(); id++) {
            names.put(dataset.categoryIds().get(id), dataset.classes().get(id));
        }
        return names;
    }

    /** Names images that were left out, if there are any. */
    public static void tellLeftOut(List<SkippedImage> skipped, int all, PrintWriter out) {
        if (!skipped.isEmpty()) {
            out.printf("%d of %d images left out, as they cannot be read:%n", skipped.size(), all);
            skipped.forEach(image -> out.println("  " + image.reason()));
        }
    }
}
