package io.github.yolox4j.bench.simulation;

import io.github.yolox4j.bench.simulation.Pair.Axis;
import java.util.Locale;
import java.util.function.Function;

/**
 * What the authors of DIoU descended along in place of the gradient: gradients written by hand, which differ from the
 * true ones. Their published order of losses depends on that. The differences, from a description of what their program
 * computes:
 *
 * <ul>
 *   <li>The derivatives of IoU and GIoU by width and height are twice the true ones.
 *   <li>GIoU of boxes apart takes the product of both (then negative) overlaps for their intersection in \( U \), and
 *   has no IoU term.
 *   <li>In the penalty \( \rho^2 / c^2 \), with the hull's sides \( c_w, c_h \): the term of \( c^2 \) has the wrong
 *   sign in \( x \) and \( y \); \( c_w \) and \( c_h \) both count as if they changed like the hull's side along the
 *   axis in question, \( \partial c^2 / \partial x = 2 (c_w + c_h)\, \partial c_w / \partial x \), where
 *   \( 2 c_w\, \partial c_w / \partial x \) is right; and where the box contains the target along an axis, the hull's
 *   own side changes by -1 with the box's size, and not by 1.
 *   <li>The derivative of \( v \) lacks the factor \( 1 / (w^2 + h^2) \).
 * </ul>
 */
enum AuthorGradient implements BoxGradient {
    IOU(pair -> sizesDoubled(iou(pair))),
    GIOU(pair -> sizesDoubled(iou(pair).plus(emptyShare(pair)))),
    DIOU(pair -> IOU.slope.apply(pair).plus(centreDistance(pair))),
    CIOU(pair -> DIOU.slope.apply(pair).plus(aspect(pair)));

    private static final int COLUMNS = Cases.COLUMNS;

    /** Of the loss, so that a box steps against it. */
    private final Function<Pair, Slope> slope;

    AuthorGradient(Function<Pair, Slope> slope) {
        this.slope = slope;
    }

    @Override
    public void of(double[] boxes, double[] targets, int n, double[] gradient) {
        for (int i = 0; i < n; i++) {
            Slope each = slope.apply(Pair.of(boxes, targets, i));
            gradient[i * COLUMNS] = each.x();
            gradient[i * COLUMNS + 1] = each.y();
            gradient[i * COLUMNS + 2] = each.width();
            gradient[i * COLUMNS + 3] = each.height();
        }
    }

    @Override
    public void close() {
        // holds nothing
    }

    /** The name in lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** \( 1 - I/U \). */
    private static Slope iou(Pair b) {
        if (!b.overlaps()) {
            return Slope.ZERO;
        }
        double intersection = b.x().overlap() * b.y().overlap();
        Slope ofIntersection = ofIntersection(b);
        return Slope.ofQuotient(
                        intersection,
                        ofIntersection,
                        b.areas() - intersection,
                        ofArea(b).minus(ofIntersection))
                .times(-1);
    }

    /** \( (C - U)/C \), up to a constant \( -U/C \). */
    private static Slope emptyShare(Pair b) {
        double signedIntersection = b.x().overlap() * b.y().overlap();
        double hull = b.x().hull() * b.y().hull();
        Slope ofHull = Slope.ofProduct(
                b.x().hull(),
                new Slope(hullByMiddle(b.x()), 0, hullBySize(b.x()), 0),
                b.y().hull(),
                new Slope(0, hullByMiddle(b.y()), 0, hullBySize(b.y())));
        Slope ofUnion = ofArea(b).minus(ofIntersection(b));
        return Slope.ofQuotient(b.areas() - signedIntersection, ofUnion, hull, ofHull)
                .times(-1);
    }

    /** \( \rho^2 / c^2 \). */
    private static Slope centreDistance(Pair b) {
        double distance = square(b.x().offset()) + square(b.y().offset());
        double width = b.x().hull();
        double height = b.y().hull();
        double diagonal = square(width) + square(height);
        Slope ofDistance = new Slope(2 * b.x().offset(), 2 * b.y().offset(), 0, 0);
        Slope ofDiagonal = new Slope(
                -2 * (width + height) * hullByMiddle(b.x()), // the wrong sign
                -2 * (width + height) * hullByMiddle(b.y()),
                diagonalBySize(b.x(), height),
                diagonalBySize(b.y(), width));
        return Slope.ofQuotient(distance, ofDistance, diagonal, ofDiagonal);
    }

    private static double diagonalBySize(Axis axis, double otherHull) {
        double change = hullBySize(axis);
        double ownChange = change == 1 ? -1 : change;
        return 2 * axis.hull() * ownChange + 2 * otherHull * change;
    }

    /** \( \alpha v \), \( \alpha \) constant. */
    private static Slope aspect(Pair b) {
        double angle = Math.atan(b.x().targetSize() / b.y().targetSize()) - Math.atan(b.x().size() / b.y().size());
        if (angle == 0) {
            return Slope.ZERO; // where alpha may be 0/0
        }
        double v = 4 / square(Math.PI) * square(angle);
        double alpha = v / (1 - b.iou() + v);
        double factor = alpha * 8 / square(Math.PI) * angle;
        return new Slope(0, 0, -factor * b.y().size(), factor * b.x().size());
    }

    private static Slope sizesDoubled(Slope slope) {
        return new Slope(slope.x(), slope.y(), 2 * slope.width(), 2 * slope.height());
    }

    private static Slope ofArea(Pair b) {
        return new Slope(0, 0, b.y().size(), b.x().size());
    }

    private static Slope ofIntersection(Pair b) {
        return Slope.ofProduct(
                b.x().overlap(),
                new Slope(-hullByMiddle(b.x()), 0, 1 - hullBySize(b.x()), 0),
                b.y().overlap(),
                new Slope(0, -hullByMiddle(b.y()), 0, 1 - hullBySize(b.y())));
    }

    /** The hull of an axis grows at ends that lie out; the overlap shrinks by as much as the hull grows. */
    private static double hullByMiddle(Axis axis) {
        return axis.highOut() - axis.lowOut();
    }

    private static double hullBySize(Axis axis) {
        return (axis.highOut() + axis.lowOut()) / 2;
    }

    private static double square(double x) {
        return x * x;
    }

    /** A derivative with respect to a box's middle and size. */
    record Slope(double x, double y, double width, double height) {

        static final Slope ZERO = new Slope(0, 0, 0, 0);

        Slope plus(Slope other) {
            return new Slope(x + other.x, y + other.y, width + other.width, height + other.height);
        }

        Slope minus(Slope other) {
            return plus(other.times(-1));
        }

        Slope times(double factor) {
            return new Slope(factor * x, factor * y, factor * width, factor * height);
        }

        /** Of \( n / d \): \( (d\,n' - n\,d') / d^2 \). */
        static Slope ofQuotient(double n, Slope nSlope, double d, Slope dSlope) {
            return nSlope.times(d).minus(dSlope.times(n)).times(1 / (d * d));
        }

        /** Of a product whose first factor depends on {@code x, width} and whose second on {@code y, height}. */
        static Slope ofProduct(double inX, Slope inXSlope, double inY, Slope inYSlope) {
            return inXSlope.times(inY).plus(inYSlope.times(inX));
        }
    }
}
