package io.github.yolox4j.cli.detect;

import io.github.yolox4j.cli.console.ConsoleCommand;
import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.cli.console.Progress;
import io.github.yolox4j.cli.file.JsonFiles;
import io.github.yolox4j.cli.option.DatasetOptions;
import io.github.yolox4j.cli.report.EvaluationCharts;
import io.github.yolox4j.cli.report.Tables;
import io.github.yolox4j.cli.weights.NamedDetector;
import io.github.yolox4j.detection.Detector;
import io.github.yolox4j.detection.decode.Postprocessing;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.eval.DetectedDataset;
import io.github.yolox4j.train.eval.DetectionReview;
import io.github.yolox4j.train.eval.Interpolation;
import io.github.yolox4j.train.eval.VocEvaluator;
import io.github.yolox4j.train.eval.VocMetrics;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code yolox4j eval}. */
@Command(
        name = "eval",
        sortOptions = false,
        description = "Evaluates a trained detector: COCO's twelve metrics, or Pascal VOC's average precision.",
        footerHeading = "%nExample:%n",
        footer = {
            "  yolox4j eval --weights runs/cells/best.ckpt --data data/cells --format voc --split test --plots out",
            "  yolox4j eval --weights cells-int8.onnx --data data/cells --format voc --split test"
        })
public final class EvalCommand extends ConsoleCommand {

    @Mixin
    private DetectorChoice weights;

    @Mixin
    private DatasetOptions data;

    @Option(
            names = "--split",
            defaultValue = "test",
            paramLabel = "NAME",
            description = "Split to evaluate on (default: ${DEFAULT-VALUE}).")
    private String split;

    @Option(
            names = "--conf",
            defaultValue = "${bundle:evaluation.confidence}",
            description = "Minimum score of a detection (default: ${DEFAULT-VALUE}).")
    private double confidence;

    @Option(
            names = "--nms",
            defaultValue = "${bundle:evaluation.iou}",
            description = "IoU threshold of non-maximum suppression (default: ${DEFAULT-VALUE}).")
    private double iouThreshold;

    @Option(
            names = "--batch",
            defaultValue = "8",
            description = "Images per run of weights that are no exported file: samediff takes 16 at most, "
                    + "onnxruntime 8 on a GPU and 1 on the CPU (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--metric",
            defaultValue = "coco",
            paramLabel = "NAME",
            description = "coco: the twelve COCO metrics; voc: average precision at IoU 0.5 (default: "
                    + "${DEFAULT-VALUE}).")
    private Metric metric;

    @Option(
            names = "--plots",
            paramLabel = "DIR",
            description = "Writes into this folder: precision-recall curves, F1 over confidence, the confusion "
                    + "matrix, the images with the most errors, and a list of images with errors.")
    private Optional<Path> plots = Optional.empty();

    @Option(
            names = "--plot-conf",
            defaultValue = "${bundle:review.confidence}",
            paramLabel = "SCORE",
            description = "Minimum score of a detection in the confusion matrix and the images (default: "
                    + "${DEFAULT-VALUE}).")
    private double plotConfidence;

    @Option(
            names = "--plot-iou",
            defaultValue = "${bundle:review.iou}",
            paramLabel = "IOU",
            description = "IoU above which a detection matches an object there (default: ${DEFAULT-VALUE}).")
    private double plotIou;

    @Option(names = "--json", paramLabel = "FILE", description = "Also writes the metrics to this JSON file.")
    private Optional<Path> json = Optional.empty();

    @Override
    protected int run(PrintWriter out) throws IOException {
        Postprocessing postprocessing = new Postprocessing(confidence, iouThreshold);
        try (NamedDetector opened = weights.open(
                DetectorChoice.Work.MANY_IMAGES,
                postprocessing,
                batch,
                data.names(),
                unnamed -> data.classes(split),
                err())) {
            Dataset dataset = data.selection().isAll()
                    ? data.read(split, opened.classes(), out)
                    : data.read(List.of(split), out).get(split);
            NamedDetector named = opened.selecting(data.selection(), dataset.classes());
            DetectedDataset detected = detect(dataset, named.detector(), out);
            out.printf(
                    Locale.ROOT,
                    "%s on %d images of split '%s', by %s, %.1f ms per image with reading the file:%n%s",
                    weights.file(),
                    detected.dataset().size(),
                    split,
                    named.computedBy(),
                    detected.millisecondsPerImage(),
                    metric.table(detected));
            if (json.isPresent()) {
                JsonFiles.write(json.get(), metric.numbers(detected));
            }
            if (plots.isPresent()) {
                DetectionReview review = detected.review(plotConfidence, plotIou);
                EvaluationCharts.of(detected, review).write(plots.get()).forEach(out::println);
            }
        }
        return ExitCode.DONE;
    }

    private DetectedDataset detect(Dataset dataset, Detector detector, PrintWriter out) throws IOException {
        DetectedDataset.OfReadable found;
        try (Progress progress = Progress.of(out, "evaluating", dataset.size())) {
            if (data.isStrict()) {
                return DetectedDataset.of(dataset, detector, done -> progress.show(done, "images"));
            }
            found = DetectedDataset.ofReadable(dataset, detector, done -> progress.show(done, "images"));
        }
        Tables.tellLeftOut(found.skipped(), dataset.size(), out);
        return found.detected();
    }

    /** By whose rules a detector is scored. */
    enum Metric {
        COCO {
            @Override
            String table(DetectedDataset detected) {
                return Tables.of(detected.coco(), detected.dataset());
            }

            @Override
            Map<String, Double> numbers(DetectedDataset detected) {
                return detected.coco().byName();
            }
        },
        /** Pascal VOC's average precision at IoU 0.5: the area under the curve, and the mean of eleven points. */
        VOC {
            @Override
            String table(DetectedDataset detected) {
                return Tables.of(detected.voc(VocEvaluator.DEFAULT), detected.dataset());
            }

            @Override
            Map<String, Double> numbers(DetectedDataset detected) {
                VocMetrics metrics = detected.voc(VocEvaluator.DEFAULT);
                Map<Integer, String> names = Tables.names(detected.dataset());
                Map<String, Double> numbers = new LinkedHashMap<>();
                numbers.put("mAP", metrics.meanAp(Interpolation.EVERY_POINT));
                numbers.put("mAP11", metrics.meanAp(Interpolation.ELEVEN_POINTS));
                metrics.perClassAp(Interpolation.EVERY_POINT)
                        .forEach((id, ap) -> numbers.put("AP of " + names.get(id), ap));
                return numbers;
            }
        };

        abstract String table(DetectedDataset detected);

        abstract Map<String, Double> numbers(DetectedDataset detected);
    }
}
