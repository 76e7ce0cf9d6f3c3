package io.github.yolox4j.losses.box;

import io.github.yolox4j.losses.LossExpression;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;

/**
 * Every loss once more, as its paper or reference prints it, in plain arithmetic and without eps. What they hold
 * constant in the gradient is taken from {@code frozen}, everything else from {@code now}; nothing here asks the
 * library what it detaches.
 *
 * <p>Constant are, by publication: CIoU's weight of the aspect, also inside of other losses; focal's power of the IoU;
 * Wise-IoU's hull, and its outlierness in v2 and v3; PIoU v2's attention. The {@code undetached_} forms hold nothing
 * constant, and neither do all the others.
 */
record PaperLoss(PlainPair now, PlainPair frozen) {

    /** Where no gradient is asked for. */
    static double value(LossExpression loss, PlainPair pair) {
        return new PaperLoss(pair, pair).of(loss);
    }

    /** @param loss with all parameters */
    double of(LossExpression loss) {
        return switch (loss.name()) {
            case "log_iou" -> -Math.log(Math.max(now.iou(), loss.number("eps")));
            case "inverse_power_iou" -> Math.pow(1 - now.iou(), loss.number("alpha"));
            case "bounded_iou" -> boundedIou(loss.number("beta"), loss.number("eps"));
            case "nwd" -> nwd(loss.number("constant"), loss.number("eps"));
            case "l1" -> distances(d -> d);
            case "smooth_l1" -> distances(d -> smooth(d, loss.number("beta")));
            case "piou2" -> attention(frozen, loss.number("lambda")) * piou();
            case "undetached_piou2" -> attention(now, loss.number("lambda")) * piou();
            case "wiou_v1" -> Math.exp(now.rho2() / frozen.c2()) * (1 - now.iou());
            case "wise_v2" -> Math.pow(1 - frozen.iou(), loss.number("gamma")) * of(base(loss));
            case "wise_v3" -> ordinary(1 - frozen.iou(), loss.number("alpha"), loss.number("delta")) * of(base(loss));
            case "focal" -> Math.pow(frozen.iou(), loss.number("gamma")) * of(base(loss));
            case "undetached_focal" -> Math.pow(now.iou(), loss.number("gamma")) * of(base(loss));
            default -> 1
                    - overlap(loss, 1)
                    + penalties(loss).stream().mapToDouble(Double::doubleValue).sum();
        };
    }

    private static LossExpression base(LossExpression modifier) {
        return modifier.operands().get(0);
    }

    /** @param ratio of both boxes about their centres */
    private double overlap(LossExpression loss, double ratio) {
        return switch (loss.name()) {
            case "squared_iou" -> Math.pow(now.iou(ratio), 2);
            case "alpha" -> Math.pow(overlap(base(loss), ratio), loss.number("alpha"));
            case "inner" -> overlap(base(loss), ratio * loss.number("ratio"));
            case "focaler" -> stretched(overlap(base(loss), ratio), loss.number("low"), loss.number("high"));
            default -> now.iou(ratio);
        };
    }

    private List<Double> penalties(LossExpression loss) {
        double distance = now.rho2() / now.c2();
        return switch (loss.name()) {
            case "iou", "squared_iou" -> List.of();
            case "giou" -> List.of(now.emptyShare());
            case "diou" -> List.of(distance);
            case "ciou" -> List.of(distance, aspectWeight(frozen, loss) * now.v());
            case "eiou" -> List.of(
                    distance,
                    Math.pow((now.w() - now.wg()) / now.hullWidth(), 2),
                    Math.pow((now.h() - now.hg()) / now.hullHeight(), 2));
            case "piou" -> List.of(1 - Math.exp(-now.edgeDistance() * now.edgeDistance()));
            case "siou" -> List.of((sidewardDistance() + shapeCost(loss.number("theta"), 1, 1)) / 2);
            case "shape_iou" -> shapePenalties(loss.number("scale"));
            case "mpdiou" -> List.of(
                    now.cornerDistances() / (Math.pow(loss.number("width"), 2) + Math.pow(loss.number("height"), 2)));
            case "inner", "focaler" -> penalties(base(loss));
            case "alpha" -> penalties(base(loss)).stream()
                    .map(penalty -> Math.pow(penalty, loss.number("alpha")))
                    .toList();
            default -> throw new IllegalArgumentException("no formula for " + loss);
        };
    }

    /** mmdetection has a weight only where the IoU is above 0.5. */
    private static double aspectWeight(PlainPair pair, LossExpression loss) {
        boolean isGated = loss.policy().filter("mmdetection"::equals).isPresent();
        return isGated && pair.iou() <= 0.5 ? 0 : pair.v() / (1 - pair.iou() + pair.v());
    }

    private double piou() {
        return 2 - now.iou() - Math.exp(-now.edgeDistance() * now.edgeDistance());
    }

    private static double attention(PlainPair pair, double lambda) {
        double x = lambda * Math.exp(-pair.edgeDistance());
        return 3 * x * Math.exp(-x * x);
    }

    /** Wise-IoU v3's weight of an outlierness. */
    private static double ordinary(double outlierness, double alpha, double delta) {
        return outlierness / (delta * Math.pow(alpha, outlierness - delta));
    }

    private double nwd(double constant, double eps) {
        double sizes = Math.pow(now.w() - now.wg(), 2) + Math.pow(now.h() - now.hg(), 2);
        return 1 - Math.exp(-Math.sqrt(now.rho2() + sizes / 4 + eps) / constant);
    }

    private double distances(DoubleUnaryOperator of) {
        return Arrays.stream(new double[] {now.dx(), now.dy(), now.w() - now.wg(), now.h() - now.hg()})
                .map(Math::abs)
                .map(of)
                .sum();
    }

    private static double smooth(double d, double beta) {
        return d < beta ? d * d / (2 * beta) : d - beta / 2;
    }

    private double boundedIou(double beta, double eps) {
        return Stream.of(
                        1 - bestAtOffset(now.dx(), now.wg(), eps),
                        1 - bestAtOffset(now.dy(), now.hg(), eps),
                        1 - Math.min(now.wg() / (now.w() + eps), now.w() / (now.wg() + eps)),
                        1 - Math.min(now.hg() / (now.h() + eps), now.h() / (now.hg() + eps)))
                .mapToDouble(missed -> smooth(missed, beta))
                .sum();
    }

    private static double bestAtOffset(double offset, double side, double eps) {
        double shift = 2 * Math.abs(offset);
        return Math.max((side - shift) / (side + shift + eps), 0);
    }

    /** The distance cost of SIoU. */
    private double sidewardDistance() {
        double gamma = 2 - 2 * Math.abs(now.dx() * now.dy()) / now.rho2();
        return 2
                - Math.exp(-gamma * Math.pow(now.dx() / now.hullWidth(), 2))
                - Math.exp(-gamma * Math.pow(now.dy() / now.hullHeight(), 2));
    }

    private double shapeCost(double theta, double widthWeight, double heightWeight) {
        double width = widthWeight * Math.abs(now.w() - now.wg()) / Math.max(now.w(), now.wg());
        double height = heightWeight * Math.abs(now.h() - now.hg()) / Math.max(now.h(), now.hg());
        return Math.pow(1 - Math.exp(-width), theta) + Math.pow(1 - Math.exp(-height), theta);
    }

    private List<Double> shapePenalties(double scale) {
        double sum = Math.pow(now.wg(), scale) + Math.pow(now.hg(), scale);
        double ww = 2 * Math.pow(now.wg(), scale) / sum;
        double hh = 2 * Math.pow(now.hg(), scale) / sum;
        double distance = (hh * now.dx() * now.dx() + ww * now.dy() * now.dy()) / now.c2();
        return List.of(distance, shapeCost(4, hh, ww) / 2);
    }

    private static double stretched(double overlap, double low, double high) {
        return Math.min(Math.max((overlap - low) / (high - low), 0), 1);
    }
}
