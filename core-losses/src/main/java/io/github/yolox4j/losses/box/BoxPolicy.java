package io.github.yolox4j.losses.box;

import java.util.List;
import java.util.Objects;
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
 * boxes by centres. (YOLOv6 gives them by corners, hence {@code areaHeightEps}.)
 *
 * @param name what follows the colon in a loss's name, as in {@code ciou:mmdetection}
 * @param union guards \( U \) in \( I/U \)
 * @param hull guards \( C \) in \( (C - U)/C \)
 * @param diagonal guards \( c^2 \)
 * @param heightEps added to both heights inside the arctangents of \( v \); not negative
 * @param aspectEps added to the denominator of \( \alpha = v / (1 - \mathrm{IoU} + v) \)
 * @param areaHeightEps added to both heights where areas and ratios of sizes are formed; not negative
 * @param aspectGate \( \alpha \) is zero for pairs whose IoU is not above this; {@link #NO_GATE} never
 */
public record BoxPolicy(
        String name,
        Guard union,
        Guard hull,
        Guard diagonal,
        double heightEps,
        double areaHeightEps,
        double aspectEps,
        double aspectGate) {

    /** Every pair's aspect counts, whatever its IoU. */
    public static final double NO_GATE = -1;

    private static final double TINY = 1e-16;

    /** YOLOX: \( I/(U + 10^{-16}) \), hull not below \( 10^{-16} \). It has no DIoU or CIoU: there its eps is added. */
    public static final BoxPolicy YOLOX =
            new BoxPolicy("yolox", Guard.added(TINY), Guard.floor(TINY), Guard.added(TINY), 0, TINY, NO_GATE);

    /** YOLOv5 v7.0, boxes given by centres: \( 10^{-7} \) added to every denominator. */
    public static final BoxPolicy YOLOV5 =
            new BoxPolicy("yolov5", Guard.added(1e-7), Guard.added(1e-7), Guard.added(1e-7), 0, 1e-7, NO_GATE);

    /**
     * torchvision: as {@link #YOLOV5}. (In \( (C-U)/C \) YOLOv5 adds eps to both areas of the numerator, which
     * cancels.)
     */
    public static final BoxPolicy TORCHVISION =
            new BoxPolicy("torchvision", Guard.added(1e-7), Guard.added(1e-7), Guard.added(1e-7), 0, 1e-7, NO_GATE);

    /**
     * mmdetection's DIoU and CIoU: \( 10^{-7} \) added to union, diagonal and heights; \( \alpha \) only where IoU is
     * above 0.5.
     *
     * @implNote mmdetection has no eps in \( \alpha \), which is 0/0 where rounding makes IoU exactly 1; ours is too
     *     small to show elsewhere.
     */
    public static final BoxPolicy MMDETECTION =
            new BoxPolicy("mmdetection", Guard.added(1e-7), Guard.added(1e-7), Guard.added(1e-7), 1e-7, TINY, 0.5);

    /** mmdetection's {@code bbox_overlaps} inside its IoU loss: union and hull not below \( 10^{-6} \). */
    public static final BoxPolicy MMDETECTION_OVERLAPS = new BoxPolicy(
            "mmdetection_overlaps", Guard.floor(1e-6), Guard.floor(1e-6), Guard.added(1e-6), 0, 1e-6, NO_GATE);

    /** YOLOv6: as {@link #YOLOV5}, and \( 10^{-7} \) added to both heights before anything else is formed. */
    public static final BoxPolicy YOLOV6 =
            new BoxPolicy("yolov6", Guard.added(1e-7), Guard.added(1e-7), Guard.added(1e-7), 1e-7, 1e-7, 1e-7, NO_GATE);

    /** The code of Alpha-IoU: \( 10^{-9} \) added to every denominator. */
    public static final BoxPolicy ALPHA_IOU =
            new BoxPolicy("alpha_iou", Guard.added(1e-9), Guard.added(1e-9), Guard.added(1e-9), 0, 1e-9, NO_GATE);

    /** The formulas as papers print them: eps is \( 10^{-16} \), to keep 0/0 away and no more. */
    public static final BoxPolicy PAPER =
            new BoxPolicy("paper", Guard.added(TINY), Guard.added(TINY), Guard.added(TINY), 0, TINY, NO_GATE);

    /** The policies that {@link BoxLosses#parse} knows. */
    public static final List<BoxPolicy> KNOWN =
            List.of(YOLOX, YOLOV5, TORCHVISION, MMDETECTION, MMDETECTION_OVERLAPS, YOLOV6, ALPHA_IOU, PAPER);

    /**
     * The known policy of a name.
     *
     * @throws IllegalArgumentException if there is none; the message lists the valid names
     */
    static BoxPolicy parse(String name) {
        return KNOWN.stream()
                .filter(policy -> policy.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown policy '" + name + "'; valid are "
                        + KNOWN.stream().map(BoxPolicy::name).collect(Collectors.joining(", "))));
    }

    public BoxPolicy {
        Objects.requireNonNull(union, "union");
        Objects.requireNonNull(hull, "hull");
        Objects.requireNonNull(diagonal, "diagonal");
        if (!name.matches("[a-z][a-z0-9_]*")) {
            throw new IllegalArgumentException(
                    "a policy's name must be lower-case letters, digits and _: '" + name + "'");
        }
        checkHeightEps("heightEps", heightEps);
        checkHeightEps("areaHeightEps", areaHeightEps);
        Guard.checkEps("aspectEps", aspectEps);
        if (aspectGate != NO_GATE && !(aspectGate >= 0 && aspectGate < 1)) {
            throw new IllegalArgumentException("aspectGate must be NO_GATE or in [0, 1): " + aspectGate);
        }
    }

    /** A policy without eps on the heights in areas. */
    public BoxPolicy(
            String name,
            Guard union,
            Guard hull,
            Guard diagonal,
            double heightEps,
            double aspectEps,
            double aspectGate) {
        this(name, union, hull, diagonal, heightEps, 0, aspectEps, aspectGate);
    }

    private static void checkHeightEps(String what, double eps) {
        if (!(eps >= 0 && eps < 1)) {
            throw new IllegalArgumentException(what + " must be at least 0 and below 1: " + eps);
        }
    }

    boolean gatesAspect() {
        return aspectGate != NO_GATE;
    }
}
