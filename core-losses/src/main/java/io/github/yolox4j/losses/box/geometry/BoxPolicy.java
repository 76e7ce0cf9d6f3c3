package io.github.yolox4j.losses.box.geometry;

import io.github.yolox4j.losses.math.Ranges;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * The fine print in which implementations of one box loss differ: where eps sits, and when the aspect term counts.
 *
 * <p>Notation: \( I, U, C \) are the areas of intersection, union and hull, \( c^2 \) the squared diagonal of the
 * hull, \( v \) the aspect term.
 *
 * <p>Two habits of implementations are absent because they change nothing. YOLOX and mmdetection clamp GIoU and CIoU
 * to \([-1, 1]\): as \( I \le U \le C \), GIoU cannot leave these bounds, nor can CIoU behind mmdetection's gate. And
 * YOLOv5 adds eps to the heights of boxes given by corners, which then disturbs the union too; its training gives
 * boxes by centres. (YOLOv6 gives them by corners, hence {@link HeightEps#inAreas}.)
 *
 * @param name what follows the colon in a loss's name, as in {@code ciou:mmdetection}
 * @param union guards \( U \) in \( I/U \)
 * @param hull guards \( C \) in \( (C - U)/C \)
 * @param diagonal guards \( c^2 \)
 * @param heights what is added to heights
 * @param aspectWeight how \( \alpha = v / (1 - \mathrm{IoU} + v) \) is formed
 */
public record BoxPolicy(
        String name, Guard union, Guard hull, Guard diagonal, HeightEps heights, AspectWeight aspectWeight) {

    private static final double TINY = 1e-16;

    /** YOLOX: \( I/(U + 10^{-16}) \), hull not below \( 10^{-16} \). It has no DIoU or CIoU: there its eps is added. */
    public static final BoxPolicy YOLOX = added("yolox", TINY).withHull(Guard.floor(TINY));

    /** YOLOv5 v7.0, boxes given by centres: \( 10^{-7} \) added to every denominator. */
    public static final BoxPolicy YOLOV5 = added("yolov5", 1e-7);

    /**
     * torchvision: as {@link #YOLOV5}. (In \( (C-U)/C \) YOLOv5 adds eps to both areas of the numerator, which
     * cancels.)
     */
    public static final BoxPolicy TORCHVISION = YOLOV5.named("torchvision");

    /**
     * mmdetection's DIoU and CIoU: \( 10^{-7} \) added to union, diagonal and heights; \( \alpha \) only where IoU is
     * above 0.5.
     *
     * @implNote mmdetection has no eps in \( \alpha \), which is 0/0 where rounding makes IoU exactly 1; ours is too
     *     small to show elsewhere.
     */
    public static final BoxPolicy MMDETECTION = added("mmdetection", 1e-7)
            .withHeights(new HeightEps(1e-7, 0))
            .withAspectWeight(AspectWeight.ungated(TINY).above(0.5));

    /** mmdetection's {@code bbox_overlaps} inside its IoU loss: union and hull not below \( 10^{-6} \). */
    public static final BoxPolicy MMDETECTION_OVERLAPS =
            added("mmdetection_overlaps", 1e-6).withUnion(Guard.floor(1e-6)).withHull(Guard.floor(1e-6));

    /** YOLOv6: as {@link #YOLOV5}, and \( 10^{-7} \) added to both heights before anything else is formed. */
    public static final BoxPolicy YOLOV6 = YOLOV5.named("yolov6").withHeights(new HeightEps(1e-7, 1e-7));

    /** The code of Alpha-IoU: \( 10^{-9} \) added to every denominator. */
    public static final BoxPolicy ALPHA_IOU = added("alpha_iou", 1e-9);

    /** The formulas as papers print them: eps is \( 10^{-16} \), to keep 0/0 away and no more. */
    public static final BoxPolicy PAPER = added("paper", TINY);

    /** The policies that {@link #parse} knows. */
    public static final List<BoxPolicy> KNOWN =
            List.of(YOLOX, YOLOV5, TORCHVISION, MMDETECTION, MMDETECTION_OVERLAPS, YOLOV6, ALPHA_IOU, PAPER);

    /**
     * What is added to both heights; nothing is added to widths.
     *
     * @param inAspect inside the arctangents of \( v \); not negative
     * @param inAreas where areas and ratios of sizes are formed; not negative
     */
    public record HeightEps(double inAspect, double inAreas) {

        /** Heights are as they are. */
        public static final HeightEps NONE = new HeightEps(0, 0);

        public HeightEps {
            Ranges.requireBelowOne("heightEps", inAspect);
            Ranges.requireBelowOne("areaHeightEps", inAreas);
        }
    }

    /**
     * How \( \alpha = v / (1 - \mathrm{IoU} + v) \) is formed.
     *
     * @param eps added to the denominator
     * @param gate \( \alpha \) is zero for pairs whose IoU is not above this; without it every pair's aspect counts
     */
    public record AspectWeight(double eps, OptionalDouble gate) {

        public AspectWeight {
            Guard.checkEps("aspectEps", eps);
            if (gate.isPresent() && !(gate.getAsDouble() >= 0 && gate.getAsDouble() < 1)) {
                throw new IllegalArgumentException("aspectGate must be in [0, 1): " + gate.getAsDouble());
            }
        }

        /** For every pair. */
        public static AspectWeight ungated(double eps) {
            return new AspectWeight(eps, OptionalDouble.empty());
        }

        /** For pairs whose IoU is above a gate. */
        public AspectWeight above(double iou) {
            return new AspectWeight(eps, OptionalDouble.of(iou));
        }
    }

    public BoxPolicy {
        Objects.requireNonNull(union, "union");
        Objects.requireNonNull(hull, "hull");
        Objects.requireNonNull(diagonal, "diagonal");
        Objects.requireNonNull(heights, "heights");
        Objects.requireNonNull(aspectWeight, "aspectWeight");
        if (!name.matches("[a-z][a-z0-9_]*")) {
            throw new IllegalArgumentException(
                    "a policy's name must be lower-case letters, digits and _: '" + name + "'");
        }
    }

    /** One eps, added to every denominator and to nothing else: the start of a policy of your own. */
    public static BoxPolicy added(String name, double eps) {
        Guard guard = Guard.added(eps);
        return new BoxPolicy(name, guard, guard, guard, HeightEps.NONE, AspectWeight.ungated(eps));
    }

    /**
     * The known policy of a name.
     *
     * @throws IllegalArgumentException if there is none; the message lists the valid names
     */
    public static BoxPolicy parse(String name) {
        return KNOWN.stream()
                .filter(policy -> policy.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown policy '" + name + "'; valid are "
                        + KNOWN.stream().map(BoxPolicy::name).collect(Collectors.joining(", "))));
    }

    /** This policy under another name. */
    public BoxPolicy named(String other) {
        return new BoxPolicy(other, union, hull, diagonal, heights, aspectWeight);
    }

    /** This policy with another guard of the union. */
    public BoxPolicy withUnion(Guard guard) {
        return new BoxPolicy(name, guard, hull, diagonal, heights, aspectWeight);
    }

    /** This policy with another guard of the hull. */
    public BoxPolicy withHull(Guard guard) {
        return new BoxPolicy(name, union, guard, diagonal, heights, aspectWeight);
    }

    /** This policy with another guard of the diagonal. */
    public BoxPolicy withDiagonal(Guard guard) {
        return new BoxPolicy(name, union, hull, guard, heights, aspectWeight);
    }

    /** This policy with something else added to heights. */
    public BoxPolicy withHeights(HeightEps eps) {
        return new BoxPolicy(name, union, hull, diagonal, eps, aspectWeight);
    }

    /** This policy with another weight of the aspect. */
    public BoxPolicy withAspectWeight(AspectWeight weight) {
        return new BoxPolicy(name, union, hull, diagonal, heights, weight);
    }
}
