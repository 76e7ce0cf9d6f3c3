package io.github.yolox4j.train.golden;

import io.github.yolox4j.testkit.NpzArchive;
import io.github.yolox4j.testkit.Numbers;
import io.github.yolox4j.testkit.check.Check;
import io.github.yolox4j.testkit.golden.Arithmetic;
import io.github.yolox4j.testkit.golden.CaseFacts;
import io.github.yolox4j.testkit.golden.GoldenKind;
import io.github.yolox4j.testkit.golden.GoldenKinds;
import io.github.yolox4j.train.engine.SameDiffEngine;
import io.github.yolox4j.train.engine.TrainingEngine;
import io.github.yolox4j.train.optim.schedule.Cos;
import io.github.yolox4j.train.optim.schedule.LearningRate;
import io.github.yolox4j.train.optim.schedule.MultiStep;
import io.github.yolox4j.train.optim.schedule.TrainingLength;
import io.github.yolox4j.train.optim.schedule.WarmCos;
import io.github.yolox4j.train.optim.schedule.YoloxWarmCos;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The kinds of golden cases about training: metrics, the head's loss, schedules, whole steps. */
public final class TrainingKinds {

    private TrainingKinds() {}

    /** Computed by SameDiff. */
    public static GoldenKinds all() {
        return all(SameDiffEngine::new);
    }

    /**
     * All kinds.
     *
     * @param single computes training steps in single precision; those in double precision SameDiff computes
     */
    public static GoldenKinds all(TrainingEngine.Factory single) {
        return GoldenKinds.of(
                new CocoMetricsKind(), new HeadLossKind(), new LearningRateKind(), new TrainStepsKind(single));
    }

    /**
     * {@code lr_schedule}: learning rates of a whole run.
     *
     * <p>Arrays {@code iteration, lr [n]}.
     */
    record LearningRateKind() implements GoldenKind {

        private static final double TOLERANCE = 1e-12;
        private static final List<String> SCHEDULES = List.of("yoloxwarmcos", "warmcos", "cos", "multistep");

        @Override
        public String name() {
            return "lr_schedule";
        }

        @Override
        public Optional<String> missing(CaseFacts facts) throws IOException {
            String schedule = facts.text("schedule");
            return SCHEDULES.contains(schedule)
                    ? Optional.empty()
                    : Optional.of("schedule " + schedule + " is not supported yet");
        }

        @Override
        public Arithmetic arithmetic(CaseFacts facts) {
            return Arithmetic.NO_GRAPH;
        }

        @Override
        public List<Check> check(CaseFacts facts) throws IOException {
            LearningRate schedule = schedule(facts);
            TrainingLength length = new TrainingLength(facts.integer("iters_per_epoch"), facts.integer("epochs"));
            double base = facts.number("base_lr");
            NpzArchive arrays = facts.arrays();
            double[] iterations =
                    facts.array(arrays, "iteration", CaseFacts.ANY).doubles();
            double[] rates = Arrays.stream(iterations)
                    .map(iteration -> schedule.at(base, length, (long) iteration))
                    .toArray();
            return List.of(Check.compare(
                    "lr", Numbers.of(rates, rates.length), arrays.array("lr"), facts.tolerance(TOLERANCE)));
        }

        private static LearningRate schedule(CaseFacts facts) throws IOException {
            return switch (facts.text("schedule")) {
                case "yoloxwarmcos" -> new YoloxWarmCos(
                        facts.integer("params/warmup_epochs"),
                        facts.number("params/warmup_lr_start"),
                        facts.integer("params/no_aug_epochs"),
                        facts.number("params/min_lr_ratio"));
                case "warmcos" -> new WarmCos(
                        facts.integer("params/warmup_epochs"), facts.number("params/warmup_lr_start"));
                case "cos" -> new Cos();
                case "multistep" -> new MultiStep(
                        Arrays.stream(facts.integers("params/milestones"))
                                .boxed()
                                .toList(),
                        facts.number("params/gamma"));
                default -> throw new IllegalStateException("'" + facts.text("schedule") + "' is none of " + SCHEDULES);
            };
        }
    }
}
