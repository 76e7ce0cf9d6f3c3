package io.github.yolox4j.cli;

import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.cli.console.Progress;
import io.github.yolox4j.cli.file.JsonFiles;
import io.github.yolox4j.cli.option.DatasetOptions;
import io.github.yolox4j.cli.option.DetectorChoice;
import io.github.yolox4j.cli.report.EvaluationPlots;
import io.github.yolox4j.cli.weights.ClassFilter;
import io.github.yolox4j.cli.weights.NamedDetector;
import io.github.yolox4j.detection.decode.Postprocessing;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.eval.DatasetEvaluator;
import io.github.yolox4j.train.eval.DetectedDataset;
import io.github.yolox4j.train.eval.DetectionReview;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code yolox4j eval}. */
@Command(
        name = "eval",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures a trained detector with COCO's twelve numbers or Pascal VOC's average precision.",
        footerHeading = "%nExample:%n",
        footer = {
            "  yolox4j eval --weights runs/cells/best.ckpt --data data/cells --format voc --split test --plots out",
            "  yolox4j eval --weights cells-int8.onnx --data data/cells --format voc --split test"
        })
final class EvalCommand implements Callable<Integer> {

    @Mixin
    private DetectorChoice weights;

    @Mixin
    private DatasetOptions data;

    @Option(
            names = "--split",
            defaultValue = "test",
            paramLabel = "NAME",
            description = "Images to measure on (default: ${DEFAULT-VALUE}).")
    private String split;

    @Option(
            names = "--conf",
            defaultValue = "" + Postprocessing.CONFIDENCE,
            description = "Least score of a detection (default: ${DEFAULT-VALUE}).")
    private double confidence;

    @Option(
            names = "--nms",
            defaultValue = "" + Postprocessing.IOU,
            description = "IoU above which the weaker of two detections goes (default: ${DEFAULT-VALUE}).")
    private double iouThreshold;

    @Option(
            names = "--batch",
            defaultValue = "8",
            description = "Images per run of the samediff engine (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--metric",
            defaultValue = "coco",
            paramLabel = "NAME",
            description = "coco: twelve numbers; voc: average precision at IoU 0.5 (default: ${DEFAULT-VALUE}).")
    private Metric metric;

    @Option(
            names = "--plots",
            paramLabel = "DIR",
            description =
                    "Draws there precision over recall, F1 over confidence, the confusion matrix and the images with"
                            + " the most errors, and lists the images with errors.")
    private Optional<Path> plots = Optional.empty();

    @Option(
            names = "--plot-conf",
            defaultValue = "" + DetectionReview.CONFIDENCE,
            paramLabel = "SCORE",
            description =
                    "Least score of a detection in the confusion matrix and the images (default: ${DEFAULT-VALUE}).")
    private double plotConfidence;

    @Option(
            names = "--plot-iou",
            defaultValue = "" + DetectionReview.IOU,
            paramLabel = "IOU",
            description = "Overlap that joins an object and a detection there (default: ${DEFAULT-VALUE}).")
    private double plotIou;

    @Option(names = "--json", paramLabel = "FILE", description = "Also writes the numbers there.")
    private Optional<Path> json = Optional.empty();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Postprocessing postprocessing = new Postprocessing(confidence, iouThreshold);
        try (NamedDetector opened = weights.open(
                postprocessing,
                batch,
                data.names(),
                unnamed -> data.read(split).classes(),
                spec.commandLine().getErr())) {
            Dataset dataset = data.selection().isAll()
                    ? data.read(split, opened.classes(), out)
                    : data.read(List.of(split), out).get(split);
            NamedDetector named = ClassFilter.of(opened, data.selection(), dataset.classes());
            DetectedDataset detected;
            try (Progress progress = Progress.of(out, "evaluating", dataset.size())) {
                detected =
                        new DatasetEvaluator(dataset).detect(named.detector(), done -> progress.show(done, "images"));
            }
            out.printf(
                    Locale.ROOT,
                    "%s on %d images of split '%s', by %s, %.1f ms an image without reading its file:%n%s",
                    weights.file(),
                    dataset.size(),
                    split,
                    named.computedBy(),
                    detected.millisecondsPerImage(),
                    metric.table(detected));
            if (json.isPresent()) {
                JsonFiles.write(json.get(), metric.numbers(detected));
            }
            if (plots.isPresent()) {
                DetectionReview review = detected.review(plotConfidence, plotIou);
                new EvaluationPlots(detected, review).write(plots.get()).forEach(out::println);
            }
        }
        return ExitCode.DONE;
    }
}
