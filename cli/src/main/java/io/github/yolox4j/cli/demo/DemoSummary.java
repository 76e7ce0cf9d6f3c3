package io.github.yolox4j.cli.demo;

import io.github.yolox4j.cli.console.Progress;
import io.github.yolox4j.testkit.check.Comparison;
import io.github.yolox4j.train.TrainingResult;
import io.github.yolox4j.verify.export.OnnxParity;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What a demo run has come to, in so many seconds; the pictures have boxes drawn in. */
record DemoSummary(
        double seconds,
        TrainingResult trained,
        Path onnx,
        List<OnnxParity.Result> parity,
        List<Path> pictures,
        Path report) {

    /** For programs; the relative difference is by the largest score, or by 1000 pixels. */
    Map<String, Object> json() throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("seconds", seconds);
        json.put("train_seconds", trained.work().seconds());
        json.put("step_seconds", trained.work().stepSeconds());
        json.put("waited_seconds", trained.work().waitedSeconds());
        json.put("steps", trained.work().steps());
        json.put("ap", trained.metrics().ap());
        json.put("ap50", trained.metrics().ap50());
        json.put("onnx", onnx.toString());
        json.put("onnx_bytes", Files.size(onnx));
        json.put("parity_max_abs", largest(Comparison::largestAbsolute));
        json.put("parity_max_rel", largest(Comparison::largestRelative));
        json.put("checkpoint", trained.best().toString());
        json.put("report", report.toString());
        json.put("pictures", pictures.stream().map(Path::toString).toList());
        return json;
    }

    private double largest(ToDoubleFunction<Comparison> difference) {
        return parity.stream()
                .flatMap(result -> result.checks().stream())
                .filter(Comparison.class::isInstance)
                .map(Comparison.class::cast)
                .mapToDouble(difference)
                .max()
                .orElseThrow();
    }

    void print(PrintWriter out, Path folder) throws IOException {
        out.printf(
                Locale.ROOT,
                """
                Trained      YOLOX-nano for %s (%d steps)%n\
                Steps        waited for images: %.1f s of %.1f s%n\
                AP, AP50     %.4f, %.4f on the held-out test images%n\
                ONNX         %s (%,d bytes)%n\
                Parity       largest difference between SameDiff and ONNX Runtime %.2e absolute, %.2e relative%n\
                Checkpoint   %s%n\
                Report       %s%n\
                Pictures     %s%n\
                Summary      %s%n\
                Total time   %s%n\
                """,
                Progress.readable(trained.work().seconds()),
                trained.work().steps(),
                trained.work().waitedSeconds(),
                trained.work().stepSeconds(),
                trained.metrics().ap(),
                trained.metrics().ap50(),
                onnx,
                Files.size(onnx),
                largest(Comparison::largestAbsolute),
                largest(Comparison::largestRelative),
                trained.best(),
                report,
                folder.resolve("pictures"),
                folder.resolve("summary.json"),
                Progress.readable(seconds));
    }
}
