package io.github.yolox4j.losses.score;

import io.github.yolox4j.losses.LossEntry;
import io.github.yolox4j.losses.LossExpression;
import java.util.ArrayList;
import java.util.List;

/** Score losses by name. */
public final class ScoreLosses {

    private static final String LIN = "Lin et al., Focal Loss for Dense Object Detection, ICCV 2017, arXiv:1708.02002";
    private static final String LI = "Li et al., Generalized Focal Loss, NeurIPS 2020, arXiv:2006.04388";
    private static final String LENG = "Leng et al., PolyLoss, ICLR 2022, arXiv:2204.12511";
    private static final String WEIGHTED = "class_weighted";
    private static final String WEIGHTED_EXAMPLE = "class_weighted(bce, weights=[1.0, 2.0])";

    private static final List<Form> FORMS = List.of(
            new Form(
                    entry(
                            "bce",
                            "bce(positive_weight=1.0, smoothing=0.0)",
                            "-p t' ln s - (1 - t') ln(1 - s), t' = (1 - smoothing) t + smoothing/2",
                            "Ge et al., YOLOX, 2021, arXiv:2107.08430; smoothing: Zhang et al., Bag of Freebies, 2019,"
                                    + " arXiv:1902.04103"),
                    p -> new BinaryCrossEntropy(p.number("positive_weight"), p.number("smoothing"))),
            new Form(
                    entry(
                            "focal",
                            "focal(gamma=1.5, alpha=0.25)",
                            "(alpha t + (1 - alpha)(1 - t)) (1 - p_t)^gamma BCE",
                            LIN + "; as YOLOv5 v7.0 and torchvision have it"),
                    p -> new Focal(p.number("gamma"), p.number("alpha"))),
            new Form(
                    entry(
                            "exp_focal",
                            "exp_focal(gamma=2.0, alpha=0.25)",
                            "alpha (1 - exp(-BCE))^gamma BCE",
                            "a common form of " + LIN + "; another loss on soft targets"),
                    p -> new ExpFocal(p.number("gamma"), p.number("alpha"))),
            new Form(
                    entry(
                            "quality_focal",
                            "quality_focal(gamma=1.5, alpha=0.25, scale=1.0)",
                            "scale (alpha t + (1 - alpha)(1 - t)) |t - s|^gamma BCE",
                            LI + "; as YOLOv5 v7.0 has it"),
                    ScoreLosses::qualityFocal),
            new Form(
                    entry(
                            "quality_focal:gfl",
                            "quality_focal(gamma=2.0, alpha=0.5, scale=2.0):gfl",
                            "|t - s|^gamma BCE",
                            LI + "; as mmdetection has it"),
                    ScoreLosses::qualityFocal),
            new Form(
                    entry(
                            "varifocal",
                            "varifocal(gamma=2.0, alpha=0.75, iou_weighted=true)",
                            "t BCE where t > 0, alpha s^gamma BCE where t = 0",
                            "Zhang et al., VarifocalNet, CVPR 2021, arXiv:2008.13367"),
                    p -> new Varifocal(p.number("gamma"), p.number("alpha"), p.flag("iou_weighted"))),
            new Form(
                    entry("poly1", "poly1(epsilon=1.0)", "BCE + epsilon (1 - p_t)", LENG),
                    p -> new Poly1(p.number("epsilon"))),
            new Form(
                    entry(
                            "poly1_focal",
                            "poly1_focal(epsilon=1.0, gamma=2.0, alpha=0.25)",
                            "focal + epsilon (1 - p_t)^(gamma + 1)",
                            LENG),
                    p -> new Poly1Focal(p.number("epsilon"), p.number("gamma"), p.number("alpha"))),
            new Form(
                    entry(
                            "asymmetric",
                            "asymmetric(gamma_neg=4.0, gamma_pos=1.0, clip=0.05, eps=1.0E-8, detach_weight=true)",
                            "-(1 - p_t)^(gamma_pos t + gamma_neg (1 - t)) (t ln max(s, eps) + (1 - t) ln max(q, eps)),"
                                    + " q = min(1 - s + clip, 1)",
                            "Ridnik et al., Asymmetric Loss For Multi-Label Classification, ICCV 2021,"
                                    + " arXiv:2009.14119"),
                    p -> new Asymmetric(
                            p.number("gamma_neg"),
                            p.number("gamma_pos"),
                            p.number("clip"),
                            p.number("eps"),
                            p.flag("detach_weight"))),
            new Form(
                    entry(
                            "bce_blur",
                            "bce_blur(alpha=0.05)",
                            "BCE (1 - exp((s - t - 1) / (alpha + 1e-4)))",
                            "YOLOv5 v7.0, BCEBlurWithLogitsLoss; no paper"),
                    p -> new BlurredCrossEntropy(p.number("alpha"))));

    private static final LossEntry WEIGHTED_ENTRY =
            entry(WEIGHTED, WEIGHTED_EXAMPLE, "w_c L, c the class of the score", "common practice");

    private ScoreLosses() {}

    /** The names of all losses that need nothing but their name. */
    public static List<String> names() {
        return FORMS.stream().map(form -> form.entry().name()).toList();
    }

    /** The names of all modifiers, which wrap another loss. */
    public static List<String> modifiers() {
        return List.of(WEIGHTED);
    }

    /** All losses and the modifier, for a table of them; the defaults are written out. */
    public static List<LossEntry> all() {
        List<LossEntry> all = new ArrayList<>(FORMS.stream().map(Form::entry).toList());
        all.add(WEIGHTED_ENTRY);
        return List.copyOf(all);
    }

    /**
     * The loss of a name such as {@code focal}, or of a name and parameters such as {@code focal(gamma=2, alpha=0.5)};
     * what is left out has its default. The modifier is written {@code class_weighted(focal, weights=[1, 2.5])}.
     *
     * @throws IllegalArgumentException if there is none; the message lists what is valid
     */
    public static ScoreLoss parse(String text) {
        LossExpression expression = LossExpression.parse(text);
        try {
            return read(expression);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("score loss '" + text + "': " + e.getMessage(), e);
        }
    }

    private static ScoreLoss read(LossExpression call) {
        String name = call.name() + call.policy().map(policy -> ":" + policy).orElse("");
        if (name.equals(WEIGHTED)) {
            return classWeighted(call);
        }
        return FORMS.stream()
                .filter(form -> form.entry().name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name))
                .read(call);
    }

    private static ScoreLoss qualityFocal(LossExpression p) {
        return new QualityFocal(p.number("gamma"), p.number("alpha"), p.number("scale"));
    }

    private static ScoreLoss classWeighted(LossExpression call) {
        if (call.operands().size() != 1 || !call.settings().containsKey("weights")) {
            throw new IllegalArgumentException(
                    WEIGHTED + " needs one loss and weights, as in " + WEIGHTED_EXAMPLE + "; got " + call);
        }
        LossExpression weighted = call.over(LossExpression.parse(WEIGHTED_EXAMPLE));
        return new ClassWeighted(read(call.operands().get(0)), weighted.numbers("weights"));
    }

    private static IllegalArgumentException unknown(String name) {
        String hint = name.equals(DistributionFocal.NAME)
                ? " (" + DistributionFocal.NAME + " has one target for a row of logits and is a type of its own)"
                : "";
        return new IllegalArgumentException("unknown loss '" + name + "'; valid are " + String.join(", ", names())
                + ", " + WEIGHTED_EXAMPLE + hint);
    }

    private static LossEntry entry(String name, String expression, String formula, String reference) {
        return new LossEntry(name, expression, formula, reference);
    }
}
