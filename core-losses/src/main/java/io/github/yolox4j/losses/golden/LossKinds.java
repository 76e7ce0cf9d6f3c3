package io.github.yolox4j.losses.golden;

import io.github.yolox4j.losses.Reduction;
import io.github.yolox4j.losses.box.BoxLoss;
import io.github.yolox4j.losses.box.BoxLosses;
import io.github.yolox4j.losses.box.IouFamily;
import io.github.yolox4j.losses.box.geometry.BoxPairs;
import io.github.yolox4j.losses.box.geometry.BoxPolicy;
import io.github.yolox4j.losses.score.DistributionFocal;
import io.github.yolox4j.losses.score.ScoreLoss;
import io.github.yolox4j.losses.score.ScoreLosses;
import io.github.yolox4j.testkit.NpzArchive;
import io.github.yolox4j.testkit.Numbers;
import io.github.yolox4j.testkit.check.Check;
import io.github.yolox4j.testkit.check.Condition;
import io.github.yolox4j.testkit.golden.CaseFacts;
import io.github.yolox4j.testkit.golden.GoldenKind;
import io.github.yolox4j.testkit.golden.GoldenKinds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;

/** The kinds of golden cases about losses. */
public final class LossKinds {

    private LossKinds() {}

    /** As {@code verify} runs them. */
    public static GoldenKinds all() {
        return all(LossPrecision.DOUBLE, BoxForm.CENTERS);
    }

    /** Computed in that precision, box losses on boxes of that form. */
    public static GoldenKinds all(LossPrecision precision, BoxForm form) {
        return GoldenKinds.of(
                new BoxLossKind(precision, form),
                new BoxCornerKind(),
                new ScoreLossKind(Reduction.NONE, precision),
                new ScoreLossKind(Reduction.MEAN, precision),
                new ScoreLossKind(Reduction.SUM, precision),
                new DistributionFocalKind(precision),
                new ScoreCornerKind());
    }

    /**
     * {@code dfl}: value and gradient of the distribution focal loss, in double precision unless
     * another is asked for.
     *
     * <p>Arrays {@code logits [n, bins], target, loss [n]}, and {@code grad_logits [n, bins]}, the gradient of the
     * sum of losses.
     */
    record DistributionFocalKind(LossPrecision precision) implements GoldenKind {

        private static final String LOSS = "distribution_focal";

        @Override
        public String name() {
            return "dfl";
        }

        @Override
        public Optional<String> missing(CaseFacts facts) throws IOException {
            return facts.text("loss").equals(LOSS)
                    ? facts.unknownParameter(LOSS, Set.of("bins"))
                    : Optional.of("loss " + facts.text("loss") + " of kind dfl is not supported yet");
        }

        @Override
        public List<Check> check(CaseFacts facts) throws IOException {
            DistributionFocal loss = new DistributionFocal(facts.integer("params/bins"));
            NpzArchive arrays = facts.arrays();
            Numbers logits = facts.array(arrays, "logits", CaseFacts.ANY, loss.bins());
            Numbers target = facts.array(arrays, "target", logits.shape()[0]);
            LossRun run = LossRun.of(loss::of, logits, target, precision.type());
            return List.of(
                    Check.compare("loss", run.values(), arrays.array("loss"), precision.ofValues(facts)),
                    Check.compare(
                            "grad_logits", run.gradient(), arrays.array("grad_logits"), precision.ofGradients(facts)));
        }
    }

    /**
     * {@code box_corner}: boxes at which losses tend to break. Every box loss and modifier of the library, and the
     * first family under every policy, must have a finite value and gradient in {@code double} and {@code float};
     * boxes of a row named {@code identical} must cost less than {@value #FREE} in {@code double}.
     *
     * <p>Arrays {@code pred, target [n, 4]}; {@code rows} names the rows.
     */
    record BoxCornerKind() implements GoldenKind {

        private static final double FREE = 1e-6;
        private static final String IDENTICAL = "identical";

        @Override
        public String name() {
            return "box_corner";
        }

        @Override
        public List<Check> check(CaseFacts facts) throws IOException {
            NpzArchive arrays = facts.arrays();
            Numbers predicted = facts.array(arrays, "pred", CaseFacts.ANY, 4);
            Numbers target = facts.array(arrays, "target", predicted.shape());
            List<Check> checks = new ArrayList<>();
            for (BoxLoss loss : losses()) {
                LossRun run = LossRun.of(loss::of, predicted, target, DataType.DOUBLE);
                checks.add(run.isFinite(loss + " in double"));
                checks.add(
                        LossRun.of(loss::of, predicted, target, DataType.FLOAT).isFinite(loss + " in float"));
                checks.addAll(identicalBoxesAreFree(facts, loss.toString(), run));
            }
            return checks;
        }

        /** All that are listed, those of the first family under every policy. */
        private static List<BoxLoss> losses() {
            Stream<BoxLoss> listed =
                    BoxLosses.REGISTRY.entries().stream().map(entry -> BoxLosses.parse(entry.expression()));
            Stream<BoxLoss> underPolicies = Arrays.stream(IouFamily.values())
                    .flatMap(loss -> BoxPolicy.KNOWN.stream().map(loss::under));
            return Stream.concat(listed, underPolicies).distinct().toList();
        }

        private static List<Check> identicalBoxesAreFree(CaseFacts facts, String subject, LossRun run)
                throws IOException {
            List<Check> checks = new ArrayList<>();
            for (int row = 0; row < run.values().size(); row++) {
                if (facts.has("rows/" + row) && facts.text("rows/" + row).equals(IDENTICAL)) {
                    double cost = run.values().at(row);
                    checks.add(new Condition(
                            subject, Math.abs(cost) < FREE, "identical boxes cost " + cost + ", allowed is " + FREE));
                }
            }
            return checks;
        }
    }

    /**
     * {@code score_corner}: saturated logits. Every score loss of the library must have a finite value and gradient
     * in {@code double} and {@code float}, those with a gamma at 0.5, 1.5 and 2.
     *
     * <p>Arrays {@code logits, target [n, m]}.
     */
    record ScoreCornerKind() implements GoldenKind {

        /** With other parameters than the defaults: gamma 0.5, 1.5 and 2, weights that carry gradient, no eps. */
        private static final List<String> OTHERS = List.of(
                "bce(positive_weight=2.5, smoothing=0.1)",
                "focal(gamma=0.5)",
                "focal(gamma=2)",
                "exp_focal(gamma=0.5)",
                "exp_focal(gamma=1.5)",
                "quality_focal(gamma=0.5)",
                "varifocal(gamma=0.5)",
                "varifocal(gamma=1.5)",
                "poly1_focal(gamma=0.5)",
                "poly1_focal(gamma=1.5)",
                "asymmetric(detach_weight=false)",
                "asymmetric(gamma_neg=0.5, gamma_pos=0.5, clip=0, eps=0, detach_weight=false)");

        @Override
        public String name() {
            return "score_corner";
        }

        @Override
        public List<Check> check(CaseFacts facts) throws IOException {
            NpzArchive arrays = facts.arrays();
            Numbers logits = facts.array(arrays, "logits", CaseFacts.ANY, CaseFacts.ANY);
            Numbers target = facts.array(arrays, "target", logits.shape());
            List<Check> checks = new ArrayList<>();
            List<ScoreLoss> losses = Stream.concat(ScoreLosses.REGISTRY.names().stream(), OTHERS.stream())
                    .map(ScoreLosses::parse)
                    .toList();
            for (ScoreLoss loss : losses) {
                for (DataType type : List.of(DataType.DOUBLE, DataType.FLOAT)) {
                    checks.add(LossRun.of(loss::of, logits, target, type)
                            .isFinite(loss + " in " + type.toString().toLowerCase(Locale.ROOT)));
                }
            }
            return checks;
        }
    }

    /** The form in which a box loss is given the boxes of a case, which are {@code cx, cy, w, h}. */
    @FunctionalInterface
    public interface BoxForm {

        /** As they are. */
        BoxForm CENTERS = BoxPairs::ofCenters;

        /** Pairs of boxes whose gradient is that of the centres and sides. */
        BoxPairs pairs(SDVariable predicted, SDVariable target, BoxPolicy policy);
    }
}
