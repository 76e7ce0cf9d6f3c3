package io.github.yolox4j.cli.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.yolox4j.cli.console.Durations;
import io.github.yolox4j.testkit.check.Comparison;
import io.github.yolox4j.train.TrainingResult;
import io.github.yolox4j.verify.export.OnnxParity;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What a demo run has come to.
 *
 * @param seconds in all
 * @param checkpoint of the highest AP
 * @param pictures with boxes drawn in
 */
record DemoSummary(
        double seconds,
        @JsonUnwrapped Trained trained,
        @JsonUnwrapped Exported exported,
        String checkpoint,
        List<String> pictures) {

    /**
     * Of training.
     *
     * @param seconds evaluations included
     * @param stepSeconds of these in steps, their images included
     * @param waitedSeconds of these, how long steps waited for images
     * @param steps of training
     * @param ap on the test images
     * @param ap50 on the test images
     */
    record Trained(
            @JsonProperty("train_seconds") double seconds,
            @JsonProperty("step_seconds") double stepSeconds,
            @JsonProperty("waited_seconds") double waitedSeconds,
            long steps,
            double ap,
            double ap50) {

        private static Trained of(TrainingResult result) {
            return new Trained(
                    result.work().seconds(),
                    result.work().stepSeconds(),
                    result.work().waitedSeconds(),
                    result.work().steps(),
                    result.metrics().ap(),
                    result.metrics().ap50());
        }
    }

    /**
     * Of the export.
     *
     * @param onnx the file
     * @param bytes its size
     * @param maxAbs largest difference of an output number, SameDiff against ONNX Runtime
     * @param maxRel the same relative to the largest score, or to 1000 pixels
     */
    record Exported(
            String onnx,
            @JsonProperty("onnx_bytes") long bytes,
            @JsonProperty("parity_max_abs") double maxAbs,
            @JsonProperty("parity_max_rel") double maxRel) {

        static Exported of(Path onnx, List<OnnxParity.Result> parity) throws IOException {
            return new Exported(
                    onnx.toString(),
                    Files.size(onnx),
                    largest(parity, Comparison::largestAbsolute),
                    largest(parity, Comparison::largestRelative));
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
    }

    static DemoSummary of(double seconds, TrainingResult trained, Exported exported, List<Path> pictures) {
        return new DemoSummary(
                seconds,
                Trained.of(trained),
                exported,
                trained.best().toString(),
                pictures.stream().map(Path::toString).toList());
    }

    void print(PrintWriter out, Path folder) {
        out.printf(
                Locale.ROOT,
                "Trained      YOLOX-nano for %s (%d steps)%n",
                Durations.readable(trained.seconds()),
                trained.steps());
        out.printf(
                Locale.ROOT,
                "Steps        waited for images: %.1f s of %.1f s%n",
                trained.waitedSeconds(),
                trained.stepSeconds());
        out.printf(Locale.ROOT, "AP, AP50     %.4f, %.4f on the held-out test images%n", trained.ap(), trained.ap50());
        out.printf(Locale.ROOT, "ONNX         %s (%,d bytes)%n", exported.onnx(), exported.bytes());
        out.printf(
                Locale.ROOT,
                "Parity       largest difference between SameDiff and ONNX Runtime %.2e absolute, %.2e relative%n",
                exported.maxAbs(),
                exported.maxRel());
        out.printf("Checkpoint   %s%n", checkpoint);
        out.printf("Pictures     %s%n", folder.resolve("pictures"));
        out.printf("Summary      %s%n", folder.resolve("summary.json"));
        out.printf(Locale.ROOT, "Total time   %s%n", Durations.readable(seconds));
    }
}
