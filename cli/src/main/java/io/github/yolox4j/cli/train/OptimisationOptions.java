package io.github.yolox4j.cli.train;

import io.github.yolox4j.train.Optimisation;
import io.github.yolox4j.train.optim.AdamW;
import io.github.yolox4j.train.optim.EmaDecay;
import io.github.yolox4j.train.optim.Freeze;
import io.github.yolox4j.train.optim.GradientClipping;
import io.github.yolox4j.train.optim.Optimizer;
import io.github.yolox4j.train.optim.Sgd;
import io.github.yolox4j.train.optim.schedule.LearningRate;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How gradients become weights. */
final class OptimisationOptions {

    @Option(
            names = "--optimizer",
            defaultValue = "${bundle:optimisation.optimizer}",
            paramLabel = "NAME",
            description = "sgd or adamw (default: ${DEFAULT-VALUE}).")
    private String optimizer;

    @Option(
            names = "--lr",
            paramLabel = "RATE",
            description = "Peak learning rate (default: ${bundle:sgd.rate} x batch x accumulate for sgd, "
                    + "${bundle:adamw.rate} x "
                    + "batch x accumulate for adamw).")
    private Optional<Double> learningRate = Optional.empty();

    @Option(
            names = "--scheduler",
            defaultValue = "${bundle:optimisation.scheduler}",
            paramLabel = "NAME",
            description = "Learning-rate schedule: yoloxwarmcos, warmcos, cos or multistep:EPOCH,EPOCH,... "
                    + "(default: ${DEFAULT-VALUE}).")
    private String scheduler;

    @Option(
            names = "--momentum",
            paramLabel = "M",
            description = "Nesterov momentum of sgd (default: ${bundle:sgd.momentum}).")
    private Optional<Double> momentum = Optional.empty();

    @Option(
            names = "--betas",
            split = ",",
            paramLabel = "B",
            description = "Decay rates of adamw's moment estimates, beta1 and beta2 (default: ${bundle:adamw.betas}).")
    private List<Double> betas = List.of();

    @Option(
            names = "--weight-decay",
            paramLabel = "D",
            description = "Weight decay of convolution weights (default: ${bundle:sgd.weight-decay}; "
                    + "adamw: ${bundle:adamw.weight-decay}).")
    private Optional<Double> weightDecay = Optional.empty();

    @Option(
            names = "--clip",
            paramLabel = "NORM",
            description = "Clip the global gradient norm to this value (default: no clipping).")
    private Optional<Double> clip = Optional.empty();

    @Option(
            names = "--accumulate",
            defaultValue = "${bundle:optimisation.accumulate}",
            paramLabel = "N",
            description = "Batches per optimiser step; their gradients are averaged (default: ${DEFAULT-VALUE}).")
    private int accumulate;

    @Option(
            names = "--ema-decay",
            defaultValue = "${bundle:ema.decay}",
            paramLabel = "D",
            description = "Decay of the moving average of the weights (default: ${DEFAULT-VALUE}).")
    private double averageDecay;

    @Option(
            names = "--freeze",
            split = ",",
            paramLabel = "PATTERN",
            description = "Parameters to freeze, including batch-norm running statistics. In a dotted name, * "
                    + "matches within one part and ** matches anything, as in 'backbone.**' or "
                    + "'backbone.backbone.**,**.bn.*'.")
    private String[] frozen = {};

    /** The optimisation asked for, with so many images per batch. */
    Optimisation optimisation(int batch) {
        Optimisation base =
                switch (optimizer) {
                    case "sgd" -> Optimisation.DEFAULT.withOptimizer(sgd());
                    case "adamw" -> Optimisation.ADAMW.withOptimizer(adamw());
                    default -> throw new IllegalArgumentException(
                            "unknown optimizer '" + optimizer + "'; valid are sgd, adamw");
                };
        Optimisation asked = base.withSchedule(LearningRate.parse(scheduler))
                .withAccumulate(accumulate)
                .withAverageDecay(new EmaDecay(averageDecay, EmaDecay.DEFAULT.ramp()))
                .withFrozen(Freeze.of(frozen));
        if (clip.isPresent()) {
            asked = asked.withClipping(new GradientClipping(clip.get()));
        }
        return learningRate.isPresent()
                ? asked.withLearningRatePerImage(learningRate.get() / batch / accumulate)
                : asked;
    }

    private Optimizer.Settings sgd() {
        if (!betas.isEmpty()) {
            throw new IllegalArgumentException("--betas is for adamw, but the optimizer is sgd");
        }
        Sgd.Settings base = Sgd.Settings.DEFAULT;
        return new Sgd.Settings(momentum.orElse(base.momentum()), weightDecay.orElse(base.weightDecay()));
    }

    private Optimizer.Settings adamw() {
        if (momentum.isPresent()) {
            throw new IllegalArgumentException("--momentum is for sgd, but the optimizer is adamw");
        }
        if (!betas.isEmpty() && betas.size() != 2) {
            throw new IllegalArgumentException("--betas needs two numbers, got " + betas);
        }
        AdamW.Settings base = Optimisation.ADAMW_SETTINGS;
        return new AdamW.Settings(
                betas.isEmpty() ? base.beta1() : betas.get(0),
                betas.isEmpty() ? base.beta2() : betas.get(1),
                base.epsilon(),
                weightDecay.orElse(base.weightDecay()));
    }
}
