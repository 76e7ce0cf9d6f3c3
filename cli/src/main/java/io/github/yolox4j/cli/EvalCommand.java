package io.github.yolox4j.cli;

import io.github.yolox4j.model.decode.Postprocessing;
import io.github.yolox4j.train.data.Dataset;
import io.github.yolox4j.train.eval.CocoMetrics;
import io.github.yolox4j.train.eval.DatasetEvaluator;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
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
        description = "Measures a trained detector with COCO's twelve numbers.",
        footerHeading = "%nExample:%n",
        footer = {
            "  yolox4j eval --weights runs/cells/best.ckpt --data data/cells --format voc --split test",
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
            defaultValue = "0.01",
            description = "Least score of a detection (default: ${DEFAULT-VALUE}).")
    private double confidence;

    @Option(
            names = "--nms",
            defaultValue = "0.65",
            description = "IoU above which the weaker of two detections goes (default: ${DEFAULT-VALUE}).")
    private double iouThreshold;

    @Option(
            names = "--batch",
            defaultValue = "8",
            description = "Images per run of the samediff engine (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(names = "--json", paramLabel = "FILE", description = "Also writes the numbers there.")
    private Optional<Path> json = Optional.empty();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Postprocessing postprocessing = new Postprocessing(confidence, iouThreshold);
        try (NamedDetector named = weights.open(
                postprocessing,
                batch,
                data.classes(),
                unnamed -> data.read(split).classes(),
                spec.commandLine().getErr())) {
            Dataset dataset = data.read(split, named.classes());
            CocoMetrics metrics;
            try (Progress progress = Progress.of(out, "evaluating", dataset.size())) {
                metrics =
                        new DatasetEvaluator(dataset).evaluate(named.detector(), done -> progress.show(done, "images"));
            }
            out.printf(
                    "%s on %d images of split '%s', by %s:%n%s",
                    weights.file(), dataset.size(), split, named.computedBy(), Tables.of(metrics, dataset));
            if (json.isPresent()) {
                JsonFiles.write(json.get(), metrics.byName());
            }
        }
        return ExitCode.DONE;
    }
}
