package io.github.yolox4j.cli.report;

import io.github.yolox4j.cli.option.ConfigFile;
import io.github.yolox4j.cli.option.Engine;
import io.github.yolox4j.detection.Detector;
import io.github.yolox4j.detection.decode.Postprocessing;
import io.github.yolox4j.detection.file.WholeFile;
import io.github.yolox4j.ort.SessionSettings;
import io.github.yolox4j.runtime.OnnxDetectors;
import io.github.yolox4j.train.checkpoint.Checkpoint;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.data.batch.SkippedImage;
import io.github.yolox4j.train.eval.CocoMetrics;
import io.github.yolox4j.train.eval.DetectedDataset;
import io.github.yolox4j.train.eval.DetectionReview;
import io.github.yolox4j.train.eval.ImageReview;
import io.github.yolox4j.train.eval.Interpolation;
import io.github.yolox4j.train.eval.PrecisionRecall;
import io.github.yolox4j.train.eval.VocEvaluator;
import io.github.yolox4j.train.eval.VocMetrics;
import io.github.yolox4j.verify.report.Markup;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * What there is to see of a training run, on one page: its course, how its best weights do, where they fail,
 * and the options.
 *
 * @param folder of the run
 * @param validation images that the best weights are measured on
 * @param split its name
 */
public record RunReport(Path folder, Dataset validation, String split) {

    public static final String FILE = "report.html";

    private static final String BEST = "best.ckpt";
    private static final int BATCH = 8;
    private static final int SAMPLES = 6;
    private static final List<List<String>> CHARTS = List.of(
            List.of("loss", "box", "objectness", "classes", "l1"),
            List.of("AP", "AP50", "AP75"),
            List.of("learning_rate"),
            List.of("positives"));

    /**
     * Measures the best weights, in ONNX Runtime on the CPU, and writes the page.
     *
     * @param strict whether an image that cannot be read is an error; else it is left out
     * @param progress is told how many images are done
     * @return the images that were left out
     * @throws IOException if the folder has no course of a run or no best weights, or an image cannot be read and that
     *     is an error
     */
    public List<SkippedImage> write(boolean strict, IntConsumer progress) throws IOException {
        Checkpoint best = checked(best(folder));
        SessionSettings settings = SessionSettings.DEFAULT;
        try (Detector detector =
                best.detector(new OnnxDetectors(settings.withRunsInsteadOfThreads()), Postprocessing.DEFAULT, BATCH)) {
            DetectedDataset.OfReadable found = strict
                    ? new DetectedDataset.OfReadable(DetectedDataset.of(validation, detector, progress), List.of())
                    : DetectedDataset.ofReadable(validation, detector, progress);
            new RunReport(folder, found.detected().dataset(), split)
                    .write(best, found.detected(), Engine.ONNXRUNTIME.on(settings.toString()));
            return found.skipped();
        }
    }

    /** Where the page is written. */
    public Path file() {
        return folder.resolve(FILE);
    }

    /**
     * Writes the page of a run whose best weights were measured already.
     *
     * @param detected what they found in the images
     * @param computedBy the engine and where it computed
     * @return the file
     * @throws IOException as above
     */
    public Path write(DetectedDataset detected, String computedBy) throws IOException {
        return write(checked(best(folder)), detected, computedBy);
    }

    private Checkpoint checked(Checkpoint best) throws IOException {
        if (!best.card().classes().equals(validation.classes())) {
            throw new IOException(
                    folder + " has the classes " + best.card().classes() + ", the images have " + validation.classes());
        }
        return best;
    }

    private Path write(Checkpoint best, DetectedDataset detected, String computedBy) throws IOException {
        RunMetrics course = RunMetrics.read(folder);
        Markup page = Markup.page("Training run " + course.name(), style());
        CocoMetrics coco = detected.coco();
        summary(page, best, coco, measuredIn(detected, computedBy));
        page.element("h2", "Course");
        for (List<String> columns : CHARTS) {
            XYChart chart = chart(course, columns);
            if (!chart.getSeriesMap().isEmpty()) {
                picture(
                        page,
                        "png",
                        BitmapEncoder.getBufferedImage(chart),
                        String.join(", ", columns) + " over epochs");
            }
        }
        measured(page, coco, detected);
        Path options = folder.resolve(ConfigFile.OF_RUN);
        if (Files.isRegularFile(options)) {
            page.element("h2", "Options").element("pre", Files.readString(options));
        }
        Path file = folder.resolve(FILE);
        WholeFile.writeText(file, page.endPage());
        return file;
    }

    /** The best weights of a run; there are none before its first evaluation has ended. */
    public static Checkpoint best(Path folder) throws IOException {
        Path weights = folder.resolve(BEST);
        if (!Files.isRegularFile(weights)) {
            throw new IOException(folder + " has no " + BEST + " yet: no evaluation has ended");
        }
        return Checkpoint.read(weights);
    }

    private static String measuredIn(DetectedDataset detected, String computedBy) {
        return String.format(
                Locale.ROOT,
                "by %s, %.1f ms per image with reading the file",
                computedBy,
                detected.millisecondsPerImage());
    }

    private void summary(Markup page, Checkpoint best, CocoMetrics coco, String measured) {
        page.element(
                "p",
                String.format(
                        Locale.ROOT,
                        "YOLOX-%s at %d x %d, losses %s, %s, %s. Best weights after epoch %d: AP %s, AP50 %s on "
                                + "%d images of the split '%s' (%s).",
                        best.card().config().name(),
                        best.card().input().height(),
                        best.card().input().width(),
                        best.card().losses().box(),
                        best.card().losses().objectness(),
                        best.card().losses().classes(),
                        best.progress().epoch(),
                        Tables.number(coco.ap()),
                        Tables.number(coco.ap50()),
                        validation.size(),
                        split,
                        measured));
    }

    private void measured(Markup page, CocoMetrics coco, DetectedDataset detected) throws IOException {
        VocMetrics voc = detected.voc(VocEvaluator.DEFAULT);
        DetectionReview review = detected.review(DetectionReview.CONFIDENCE, DetectionReview.IOU);
        EvaluationCharts charts = EvaluationCharts.of(detected, review);

        page.element("h2", "Evaluated on the split '" + split + "'");
        table(
                page,
                List.copyOf(coco.byName().keySet()),
                List.of(coco.byName().values().stream().map(Tables::number).toList()));
        table(
                page,
                List.of("class", "objects", "AP", "AP by VOC", "AP by VOC 2007", "best F1", "at confidence"),
                perClass(coco, voc));
        page.element("p", "AP is COCO's, over IoU 0.50 to 0.95; VOC's and F1 are at IoU " + voc.iou() + ".");
        picture(page, "png", charts.precisionOverRecall(), "precision over recall");
        picture(page, "png", charts.f1OverConfidence(), "F1 over confidence");
        page.element("h2", "Confusion");
        picture(page, "png", charts.confusion(), "confusion matrix");

        ReviewSheet sheet = new ReviewSheet(validation);
        page.element("h2", "Some images");
        page.element(
                "p",
                String.format(
                        Locale.ROOT,
                        "At confidence %.2f and IoU %.2f: correct detections are thin green, missed objects red, "
                                + "false detections dashed orange. An object with the wrong class is both red and orange.",
                        review.confidence(),
                        review.iou()));
        picture(page, "jpeg", sheet.of(spread(review.images())), "detections in images spread over the split");
        List<ImageReview> worst = review.worst(SAMPLES);
        if (!worst.isEmpty()) {
            page.element("h2", "The images with the most errors");
            picture(page, "jpeg", sheet.of(worst), "images with the most errors");
        }
    }

    private List<List<String>> perClass(CocoMetrics coco, VocMetrics voc) {
        Map<Integer, Double> area = voc.perClassAp(Interpolation.EVERY_POINT);
        Map<Integer, Double> eleven = voc.perClassAp(Interpolation.ELEVEN_POINTS);
        List<List<String>> rows = new ArrayList<>();
        Tables.names(validation).forEach((id, name) -> {
            PrecisionRecall curve = voc.curves().get(id);
            double confidence = curve.bestConfidence();
            rows.add(List.of(
                    name,
                    Integer.toString(curve.objects()),
                    Tables.number(coco.perClassAp().get(id)),
                    Tables.number(area.get(id)),
                    Tables.number(eleven.get(id)),
                    Tables.number(curve.f1(confidence)),
                    Tables.number(confidence)));
        });
        return rows;
    }

    private static String style() throws IOException {
        try (InputStream in = RunReport.class.getResourceAsStream("report.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A table; every row has as many fields as the header. */
    private static void table(Markup page, List<String> header, List<List<String>> rows) {
        page.open("table").text("\n");
        row(page, "th", header);
        rows.forEach(row -> row(page, "td", row));
        page.close();
    }

    private static void row(Markup page, String tag, List<String> fields) {
        page.open("tr");
        fields.forEach(field -> page.element(tag, field));
        page.close();
    }

    /** A picture as a part of the page: drawings as PNG, exact to the pixel, photographs as JPEG, which is smaller. */
    private static void picture(Markup page, String format, BufferedImage picture, String description) {
        String data = Base64.getEncoder().encodeToString(Pictures.bytes(format, picture));
        page.empty("img", "alt", description, "src", "data:image/" + format + ";base64," + data);
    }

    private static List<ImageReview> spread(List<ImageReview> images) {
        int count = Math.min(SAMPLES, images.size());
        return IntStream.range(0, count)
                .mapToObj(i -> images.get((int) ((long) i * images.size() / count)))
                .toList();
    }

    /** The columns that there are and that hold a number. */
    private static XYChart chart(RunMetrics course, List<String> columns) throws IOException {
        XYChart chart = ChartSheet.chart("epochs", columns.get(0));
        for (String column : columns) {
            if (course.columns().contains(column)) {
                RunMetrics.Curve curve = course.curve(column);
                if (!curve.epochs().isEmpty()) {
                    chart.addSeries(column, curve.epochs(), curve.values())
                            .setMarker(curve.epochs().size() == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
                }
            }
        }
        return chart;
    }
}
