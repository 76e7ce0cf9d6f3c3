package io.github.yolox4j.cli.console;

import io.github.yolox4j.train.TrainingConfig;
import io.github.yolox4j.train.TrainingListener;
import io.github.yolox4j.train.data.batch.SkippedImage;
import io.github.yolox4j.train.eval.CocoMetrics;
import io.github.yolox4j.train.optim.Freeze;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Shows a training run: losses, images per second and time left, and a line per evaluation. */
public final class TrainingProgress implements TrainingListener, AutoCloseable {

    private final PrintWriter out;
    private TrainingConfig config;
    private Progress progress;
    private long epochStart;
    private double meanLoss = Double.NaN;

    public TrainingProgress(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void onStart(TrainingConfig started, int steps, long parameters) {
        config = started;
        progress = Progress.of(out, "training", (long) steps * started.epochs().total());
        out.printf(
                Locale.ROOT,
                "Training YOLOX-%s (%,d parameters) at %d x %d: %d epochs of %d steps, %d images per "
                        + "step; images that do not fill a step are left out of that epoch.%n",
                started.model().name(),
                parameters,
                started.input().height(),
                started.input().width(),
                started.epochs().total(),
                steps,
                started.batch());
        if (!started.optimisation().frozen().equals(Freeze.NONE)) {
            out.println("Frozen: " + started.optimisation().frozen() + ".");
        }
    }

    @Override
    public void onStep(Step step) {
        if (step.step() == 0) {
            epochStart = System.nanoTime();
        }
        double loss = step.loss().total();
        meanLoss = Double.isNaN(meanLoss) ? loss : 0.9 * meanLoss + 0.1 * loss;
        double seconds = (System.nanoTime() - epochStart) / 1e9;
        String rate = step.step() == 0
                ? ""
                : String.format(Locale.ROOT, ", %.0f images/s", step.step() * config.batch() / seconds);
        progress.show(
                step.iteration() + 1,
                String.format(
                        Locale.ROOT,
                        "epoch %d/%d, loss %.2f%s",
                        step.epoch() + 1,
                        config.epochs().total(),
                        meanLoss,
                        rate));
    }

    @Override
    public void onEvaluation(Evaluation evaluation) {
        CocoMetrics metrics = evaluation.metrics();
        out.printf(
                Locale.ROOT,
                "  epoch %d: loss %.2f, AP %s, AP50 %s%s%n",
                evaluation.epoch() + 1,
                meanLoss,
                written(metrics.ap()),
                written(metrics.ap50()),
                evaluation.isBest() && metrics.ap() != CocoMetrics.UNDEFINED ? " (best so far)" : "");
    }

    /** Without objects in the validation images there is nothing to measure. */
    private static String written(double metric) {
        return metric == CocoMetrics.UNDEFINED ? "-" : String.format(Locale.ROOT, "%.4f", metric);
    }

    @Override
    public void onSkipped(int epoch, List<SkippedImage> images) {
        images.forEach(image -> out.printf("  epoch %d: skipped: %s%n", epoch + 1, image.reason()));
    }

    @Override
    public void close() {
        if (progress != null) {
            progress.close();
        }
    }
}
