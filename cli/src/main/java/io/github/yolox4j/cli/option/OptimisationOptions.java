package io.github.yolox4j.cli.option;

import io.github.yolox4j.train.Optimisation;
import io.github.yolox4j.train.optim.AdamW;
import io.github.yolox4j.train.optim.EmaDecay;
import io.github.yolox4j.train.optim.Freeze;
import io.github.yolox4j.train.optim.GradientClipping;
import io.github.yolox4j.train.optim.OptimizerSettings;
import io.github.yolox4j.train.optim.Sgd;
import io.github.yolox4j.train.optim.schedule.LearningRates;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How gradients become weights. */
public final class OptimisationOptions {

    @Option(
            names = "--optimizer",
            defaultValue = "sgd",
            paramLabel = "NAME",
            description = "sgd or adamw (default: ${DEFAULT-VALUE}).")
    private String optimizer;

    @Option(
            names = "--lr",
            paramLabel = "RATE",
            description =
                    "Highest learning rate (default: 0.01 / 64 times the images of an optimiser's step, --batch times"
                            + " --accumulate; adamw: 0.004 / 256 times them).")
    private Optional<Double> learningRate = Optional.empty();

    @Option(
            names = "--scheduler",
            defaultValue = "yoloxwarmcos",
            paramLabel = "NAME",
            description =
                    "Course of the learning rate: yoloxwarmcos, warmcos, cos or multistep:EPOCH,EPOCH,... (default: ${DEFAULT-VALUE}).")
    private String scheduler;

    @Option(names = "--momentum", paramLabel = "M", description = "Nesterov momentum of sgd (default: 0.9).")
    private Optional<Double> momentum = Optional.empty();

    @Option(
            names = "--betas",
            split = ",",
            paramLabel = "B",
            description = "Shares of mean and mean square that adamw keeps (default: 0.9,0.999).")
    private List<Double> betas = List.of();

    @Option(
            names = "--weight-decay",
            paramLabel = "D",
            description = "Decay of convolution weights (default: 0.0005; adamw: 0.05).")
    private Optional<Double> weightDecay = Optional.empty();

    @Option(
            names = "--clip",
            paramLabel = "NORM",
            description = "Gradients are shortened to this norm, of all together (default: as long as they are).")
    private Optional<Double> clip = Optional.empty();

    @Option(
            names = "--accumulate",
            defaultValue = "1",
            paramLabel = "N",
            description = "Batches whose mean gradient makes one step of the optimiser (default: ${DEFAULT-VALUE}).")
    private int accumulate;

    @Option(
            names = "--ema-decay",
            defaultValue = "0.9998",
            paramLabel = "D",
            description = "Decay of the weights' moving average (default: ${DEFAULT-VALUE}).")
    private double averageDecay;

    @Option(
            names = "--freeze",
            split = ",",
            paramLabel = "PATTERN",
            description =
                    "Parameters to leave as they are, with their running statistics: * is anything within a part of a"
                            + " dotted name, ** anything, as in 'backbone.**' or 'backbone.backbone.**,**.bn.*'.")
    private String[] frozen = {};

    /**
     * The optimisation asked for.
     *
     * @param batch images per batch
     * @throws IllegalArgumentException if there is no optimiser of that name, or a number is out of its range or not its own
     */
    public Optimisation optimisation(int batch) {
        Optimisation base =
                switch (optimizer) {
                    case "sgd" -> Optimisation.DEFAULT.withOptimizer(sgd());
                    case "adamw" -> Optimisation.ADAMW.withOptimizer(adamw());
                    default -> throw new IllegalArgumentException(
                            "unknown optimizer '" + optimizer + "'; valid are sgd, adamw");
                };
        Optimisation asked = base.withSchedule(LearningRates.parse(scheduler))
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

    private OptimizerSettings sgd() {
        if (!betas.isEmpty()) {
            throw new IllegalArgumentException("--betas belong to adamw, the optimizer is sgd");
        }
        Sgd.Settings base = Sgd.Settings.DEFAULT;
        return new Sgd.Settings(momentum.orElse(base.momentum()), weightDecay.orElse(base.weightDecay()));
    }

    private OptimizerSettings adamw() {
        if (momentum.isPresent()) {
            throw new IllegalArgumentException("--momentum belongs to sgd, the optimizer is adamw");
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
