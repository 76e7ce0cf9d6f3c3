package io.github.yolox4j.cli.bench;

import io.github.yolox4j.cli.console.ConsoleCommand;
import io.github.yolox4j.cli.console.ExitCode;
import io.github.yolox4j.cli.option.EngineOptions;
import io.github.yolox4j.cli.option.NetworkOptions;
import io.github.yolox4j.detection.decode.AnchorGrid;
import io.github.yolox4j.model.YoloxConfig;
import io.github.yolox4j.model.network.Yolox;
import io.github.yolox4j.model.weights.Weights;
import io.github.yolox4j.train.Optimisation;
import io.github.yolox4j.train.assign.TargetObject;
import io.github.yolox4j.train.engine.StepGradients;
import io.github.yolox4j.train.engine.TrainingEngine;
import io.github.yolox4j.train.optim.EmaDecay;
import io.github.yolox4j.train.optim.MovingAverage;
import io.github.yolox4j.train.optim.Optimizer;
import io.github.yolox4j.train.optim.RunningStatistics;
import io.github.yolox4j.train.task.yolox.YoloxTask;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code yolox4j bench step}. */
@Command(
        name = "step",
        sortOptions = false,
        description = "Times whole training steps on noise images with 6 objects each: forward pass, "
                + "assignment, loss, backward pass, running statistics, SGD and moving average.")
final class BenchStepCommand extends ConsoleCommand {

    private static final long SEED = 1;
    private static final int OBJECTS = 6;

    /** Small, so that the weights stay near their start while one batch is repeated. */
    private static final double LEARNING_RATE = 1e-6;

    @Mixin
    private NetworkOptions network;

    @Mixin
    private EngineOptions engine;

    @Mixin
    private BenchOptions options;

    @Option(names = "--steps", defaultValue = "30", description = "Number of timed steps (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Override
    protected int run(PrintWriter out) throws IOException {
        if (steps < 1 || options.warmup() < 0) {
            throw new IllegalArgumentException("--steps must be at least 1 and --warmup at least 0, got --steps "
                    + steps + " --warmup " + options.warmup());
        }
        YoloxConfig config = network.config();
        TrainingEngine.Factory engines = engine.factory();
        Weights weights = new Yolox(config).initialise(DataType.FLOAT, SEED);
        StepTimes times = measure(config, weights, engines);

        options.write(result(config, weights, times));
        print(out, config, times);
        return ExitCode.DONE;
    }

    private Map<String, Object> result(YoloxConfig config, Weights weights, StepTimes times) throws IOException {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("best_ms", times.best());
        result.put("median_ms", times.median());
        result.put("p95_ms", times.p95());
        BenchOptions.peakMegabytes().ifPresent(megabytes -> result.put("peak_rss_mb", megabytes));
        result.put("threads", engine.threads());
        result.put("engine", engine.name());
        result.put("device", engine.deviceName());
        result.put("size", config.name());
        result.put("input", List.of(network.input().height(), network.input().width()));
        result.put("batch", network.batch());
        result.put("steps", steps);
        result.put("parameters", weights.parameterCount());
        return result;
    }

    private void print(PrintWriter out, YoloxConfig config, StepTimes times) {
        out.printf(
                Locale.ROOT,
                "%s at %d x %d, batch %d, %s with %d threads: best %.1f ms, median %.1f ms, 95 %% within %.1f"
                        + " ms%n",
                config.name(),
                network.input().height(),
                network.input().width(),
                network.batch(),
                engine.name(),
                engine.threads(),
                times.best(),
                times.median(),
                times.p95());
    }

    private StepTimes measure(YoloxConfig config, Weights weights, TrainingEngine.Factory engines) {
        AnchorGrid input = network.input();
        int batch = network.batch();
        SplittableRandom random = new SplittableRandom(SEED);
        float[] images = new float[batch * 3 * input.height() * input.width()];
        for (int i = 0; i < images.length; i++) {
            images[i] = random.nextInt(256);
        }
        List<List<TargetObject>> objects = new ArrayList<>();
        for (int i = 0; i < batch; i++) {
            objects.add(objects(random, input, config.classes()));
        }
        Optimizer optimizer = Optimisation.DEFAULT.optimizer().over(weights);
        MovingAverage average = new MovingAverage(weights, EmaDecay.DEFAULT, 0);
        long[] nanos = new long[steps];
        try (TrainingEngine opened = engines.open(YoloxTask.of(config), weights, input, batch)) {
            for (int step = -options.warmup(); step < steps; step++) {
                long start = System.nanoTime();
                StepGradients gradients = opened.step(images, objects, 0);
                RunningStatistics.update(weights, gradients.statistics());
                optimizer.step(gradients.gradients(), LEARNING_RATE);
                average.update(weights);
                if (step >= 0) {
                    nanos[step] = System.nanoTime() - start;
                }
            }
        }
        return StepTimes.ofNanos(nanos);
    }

    private static List<TargetObject> objects(SplittableRandom random, AnchorGrid input, int classes) {
        List<TargetObject> objects = new ArrayList<>();
        for (int i = 0; i < OBJECTS; i++) {
            double width = input.width() * (0.05 + 0.4 * random.nextDouble());
            double height = input.height() * (0.05 + 0.4 * random.nextDouble());
            objects.add(new TargetObject(
                    random.nextInt(classes),
                    input.width() * random.nextDouble(),
                    input.height() * random.nextDouble(),
                    width,
                    height));
        }
        return objects;
    }
}
