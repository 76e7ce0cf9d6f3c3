package io.github.yolox4j.losses.score;

import io.github.yolox4j.losses.LossExpression;

/**
 * Every score loss once more, as its paper or reference prints it, in plain arithmetic. What they hold constant in the
 * gradient is taken from the score {@code frozen}; nothing here asks the library what it detaches.
 *
 * <p>By publication only the author's {@code AsymmetricLoss} holds something constant, its weight, unless
 * {@code detach_weight=false}. Everywhere else the gradient flows through the factors too.
 *
 * @param now the score, in (0, 1)
 * @param frozen the score that is held constant
 * @param target in [0, 1]
 * @param column of the score in its row
 */
record PaperScore(double now, double frozen, double target, int column) {

    static PaperScore ofLogits(double now, double frozen, double target, int column) {
        return new PaperScore(1 / (1 + Math.exp(-now)), 1 / (1 + Math.exp(-frozen)), target, column);
    }

    /** @param loss with all parameters */
    double of(LossExpression loss) {
        return switch (loss.name()) {
            case "bce" -> smoothed(loss.number("positive_weight"), loss.number("smoothing"));
            case "focal" -> balance(loss) * Math.pow(difficulty(), loss.number("gamma")) * bce();
            case "exp_focal" -> loss.number("alpha") * Math.pow(1 - Math.exp(-bce()), loss.number("gamma")) * bce();
            case "quality_focal" -> loss.number("scale")
                    * balance(loss)
                    * Math.pow(Math.abs(target - now), loss.number("gamma"))
                    * bce();
            case "varifocal" -> varifocal(loss) * bce();
            case "poly1" -> bce() + loss.number("epsilon") * difficulty();
            case "poly1_focal" -> balance(loss) * Math.pow(difficulty(), loss.number("gamma")) * bce()
                    + loss.number("epsilon") * Math.pow(difficulty(), loss.number("gamma") + 1);
            case "bce_blur" -> bce() * (1 - Math.exp((now - target - 1) / (loss.number("alpha") + 1e-4)));
            case "asymmetric" -> asymmetricWeight(loss) * asymmetricCost(loss);
            case "class_weighted" -> loss.numbers("weights").get(column)
                    * of(loss.operands().get(0));
            default -> throw new IllegalArgumentException("no formula for " + loss);
        };
    }

    private double bce() {
        return -target * Math.log(now) - (1 - target) * Math.log(1 - now);
    }

    private double smoothed(double positiveWeight, double smoothing) {
        double t = (1 - smoothing) * target + smoothing / 2;
        return -positiveWeight * t * Math.log(now) - (1 - t) * Math.log(1 - now);
    }

    /** 1 - p_t. */
    private double difficulty() {
        return 1 - (target * now + (1 - target) * (1 - now));
    }

    private double balance(LossExpression loss) {
        double alpha = loss.number("alpha");
        return alpha * target + (1 - alpha) * (1 - target);
    }

    private double varifocal(LossExpression loss) {
        if (target == 0) {
            return loss.number("alpha") * Math.pow(now, loss.number("gamma"));
        }
        return loss.flag("iou_weighted") ? target : 1;
    }

    private double asymmetricWeight(LossExpression loss) {
        double score = loss.flag("detach_weight") ? frozen : now;
        double rest = Math.min(1 - score + loss.number("clip"), 1);
        double right = target * score + (1 - target) * rest;
        return Math.pow(1 - right, loss.number("gamma_pos") * target + loss.number("gamma_neg") * (1 - target));
    }

    private double asymmetricCost(LossExpression loss) {
        double eps = loss.number("eps");
        double rest = Math.min(1 - now + loss.number("clip"), 1);
        return -target * Math.log(Math.max(now, eps)) - (1 - target) * Math.log(Math.max(rest, eps));
    }
}
