package io.github.yolox4j.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.yolox4j.cli.console.Durations;
import io.github.yolox4j.train.TrainingResult;
import io.github.yolox4j.verify.Comparison;
import io.github.yolox4j.verify.export.OnnxParity;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What a demo run has come to.
 *
 * @param seconds in all
 * @param trainSeconds of them in training, evaluations included
 * @param stepSeconds of these in steps, their images included
 * @param waitedSeconds of these, how long steps waited for images
 * @param steps of training
 * @param ap on the test images
 * @param ap50 on the test images
 * @param onnx the exported file
 * @param onnxBytes its size
 * @param parityMaxAbs largest difference of an output number, SameDiff against ONNX Runtime
 * @param parityMaxRel the same relative to the largest score, or to 1000 pixels
 * @param checkpoint of the highest AP
 * @param pictures with boxes drawn in
 */
record DemoSummary(
        double seconds,
        @JsonProperty("train_seconds") double trainSeconds,
        @JsonProperty("step_seconds") double stepSeconds,
        @JsonProperty("waited_seconds") double waitedSeconds,
        long steps,
        double ap,
        double ap50,
        String onnx,
        @JsonProperty("onnx_bytes") long onnxBytes,
        @JsonProperty("parity_max_abs") double parityMaxAbs,
        @JsonProperty("parity_max_rel") double parityMaxRel,
        String checkpoint,
        List<String> pictures) {

    static DemoSummary of(
            double seconds,
            TrainingResult trained,
            Path onnx,
            long onnxBytes,
            List<OnnxParity.Result> parity,
            List<Path> pictures) {
        return new DemoSummary(
                seconds,
                trained.work().seconds(),
                trained.work().stepSeconds(),
                trained.work().waitedSeconds(),
                trained.work().steps(),
                trained.metrics().ap(),
                trained.metrics().ap50(),
                onnx.toString(),
                onnxBytes,
                largest(parity, Comparison::largestAbsolute),
                largest(parity, Comparison::largestRelative),
                trained.best().toString(),
                pictures.stream().map(Path::toString).toList());
    }

    private static double largest(List<OnnxParity.Result> parity, ToDoubleFunction<Comparison> difference) {
        return parity.stream()
                .flatMap(result -> result.checks().stream())
                .filter(Comparison.class::isInstance)
                .map(Comparison.class::cast)
                .mapToDouble(difference)
                .max()
                .orElseThrow();
    }

    /** The summary for a person. */
    void print(PrintWriter out, Path folder) {
        out.printf(Locale.ROOT, "Trained      YOLOX-nano for %s (%d steps)%n", Durations.readable(trainSeconds), steps);
        out.printf(Locale.ROOT, "Steps        waited for images: %.1f s of %.1f s%n", waitedSeconds, stepSeconds);
        out.printf(Locale.ROOT, "AP, AP50     %.4f, %.4f on the held-out test images%n", ap, ap50);
        out.printf(Locale.ROOT, "ONNX         %s (%,d bytes)%n", onnx, onnxBytes);
        out.printf(
                Locale.ROOT,
                "Parity       largest difference SameDiff against ONNX Runtime %.2e absolute, %.2e relative%n",
                parityMaxAbs,
                parityMaxRel);
        out.printf("Checkpoint   %s%n", checkpoint);
        out.printf("Pictures     %s%n", folder.resolve("pictures"));
        out.printf("Summary      %s%n", folder.resolve("summary.json"));
        out.printf(Locale.ROOT, "All in all   %s%n", Durations.readable(seconds));
    }
}
