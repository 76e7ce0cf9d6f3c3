package io.github.yolox4j.losses.golden;

import io.github.yolox4j.losses.score.Asymmetric;
import io.github.yolox4j.losses.score.BinaryCrossEntropy;
import io.github.yolox4j.losses.score.BlurredCrossEntropy;
import io.github.yolox4j.losses.score.ClassWeighted;
import io.github.yolox4j.losses.score.ExpFocal;
import io.github.yolox4j.losses.score.Focal;
import io.github.yolox4j.losses.score.Poly1;
import io.github.yolox4j.losses.score.Poly1Focal;
import io.github.yolox4j.losses.score.QualityFocal;
import io.github.yolox4j.losses.score.ScoreLoss;
import io.github.yolox4j.losses.score.Varifocal;
import io.github.yolox4j.testkit.golden.CaseFacts;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The score losses by the names and parameters that manifests give them. */
enum ScoreCase {
    BCE("bce", Set.of("pos_weight", "smoothing")) {
        @Override
        ScoreLoss loss(CaseFacts facts) throws IOException {
            return new BinaryCrossEntropy(
                    facts.number("params/pos_weight", BinaryCrossEntropy.PLAIN.positiveWeight()),
                    facts.number("params/smoothing", BinaryCrossEntropy.PLAIN.smoothing()));
        }
    },
    FOCAL("focal", Set.of("gamma", "alpha")) {
        @Override
        ScoreLoss loss(CaseFacts facts) throws IOException {
            return new Focal(facts.number("params/gamma"), facts.number("params/alpha"));
        }
    },
    EXP_FOCAL("exp_focal", Set.of("gamma", "alpha")) {
        @Override
        ScoreLoss loss(CaseFacts facts) throws IOException {
            return new ExpFocal(facts.number("params/gamma"), facts.number("params/alpha"));
        }
    },
    QUALITY_FOCAL("quality_focal", Set.of("gamma", "alpha", "scale")) {
        @Override
        ScoreLoss loss(CaseFacts facts) throws IOException {
            return new QualityFocal(
                    facts.number("params/gamma"),
                    facts.number("params/alpha"),
                    facts.number("params/scale", QualityFocal.YOLOV5.scale()));
        }
    },
    QUALITY_FOCAL_GFL("quality_focal:gfl", Set.of("gamma")) {
        @Override
        ScoreLoss loss(CaseFacts facts) throws IOException {
            return new QualityFocal(facts.number("params/gamma"), QualityFocal.GFL.alpha(), QualityFocal.GFL.scale());
        }
    },
    VARIFOCAL("varifocal", Set.of("gamma", "alpha", "iou_weighted")) {
        @Override
        ScoreLoss loss(CaseFacts facts) throws IOException {
            return new Varifocal(
                    facts.number("params/gamma"), facts.number("params/alpha"), facts.flag("params/iou_weighted"));
        }
    },
    POLY1("poly1", Set.of("epsilon")) {
        @Override
        ScoreLoss loss(CaseFacts facts) throws IOException {
            return new Poly1(facts.number("params/epsilon"));
        }
    },
    POLY1_FOCAL("poly1_focal", Set.of("epsilon", "gamma", "alpha")) {
        @Override
        ScoreLoss loss(CaseFacts facts) throws IOException {
            return new Poly1Focal(
                    facts.number("params/epsilon"), facts.number("params/gamma"), facts.number("params/alpha"));
        }
    },
    /** Where {@code detach_weight} is not given, the weight carries gradient. */
    ASYMMETRIC("asymmetric", Set.of("gamma_neg", "gamma_pos", "clip", "eps", "detach_weight")) {
        @Override
        ScoreLoss loss(CaseFacts facts) throws IOException {
            return new Asymmetric(
                    facts.number("params/gamma_neg"),
                    facts.number("params/gamma_pos"),
                    facts.number("params/clip"),
                    facts.number("params/eps"),
                    facts.has("params/detach_weight") && facts.flag("params/detach_weight"));
        }
    },
    BCE_BLUR("bce_blur", Set.of("alpha")) {
        @Override
        ScoreLoss loss(CaseFacts facts) throws IOException {
            return new BlurredCrossEntropy(facts.number("params/alpha"));
        }
    };

    /**
     * Before the name of a loss whose classes are weighed, and the parameter that it takes beyond those of the
     * loss.
     */
    private static final String WEIGHTED = "class_weighted_";

    private static final String WEIGHTS = "weights";

    private final String loss;
    private final Set<String> parameters;

    ScoreCase(String loss, Set<String> parameters) {
        this.loss = loss;
        this.parameters = parameters;
    }

    /** The loss of a case that {@link #missing} finds nothing missing in. */
    static ScoreLoss of(CaseFacts facts) throws IOException {
        String name = facts.text("loss");
        ScoreLoss loss = find(name).orElseThrow().loss(facts);
        return isWeighted(name) ? new ClassWeighted(loss, facts.numbers("params/" + WEIGHTS)) : loss;
    }

    /** What a case asks for that the library lacks, as a sentence; empty if it has everything. */
    static Optional<String> missing(CaseFacts facts) throws IOException {
        String name = facts.text("loss");
        Optional<ScoreCase> known = find(name);
        if (known.isEmpty()) {
            return Optional.of("loss " + name + " is not supported yet");
        }
        Set<String> parameters = new HashSet<>(known.get().parameters);
        if (isWeighted(name)) {
            parameters.add(WEIGHTS);
        }
        return facts.unknownParameter(name, parameters);
    }

    /** By its name, or by that with {@link #WEIGHTED} before it. */
    private static Optional<ScoreCase> find(String name) {
        String base = isWeighted(name) ? name.substring(WEIGHTED.length()) : name;
        return Arrays.stream(values()).filter(known -> known.loss.equals(base)).findFirst();
    }

    private static boolean isWeighted(String name) {
        return name.startsWith(WEIGHTED);
    }

    /** The loss with the parameters of a case. */
    abstract ScoreLoss loss(CaseFacts facts) throws IOException;
}
