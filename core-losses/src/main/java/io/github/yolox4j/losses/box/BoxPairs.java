package io.github.yolox4j.losses.box;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Paired boxes in a graph, and what losses ask about them. Each quantity is {@code [n]}, and is added to the graph
 * when first asked for, once.
 *
 * <p>Per axis, with sizes \( w, w_g \), distance of centres \( \Delta \) and \( m = \max(|\Delta|, |w - w_g|/2) \),
 * the two intervals have
 * \[ \mathrm{overlap} = \max\!\left(\tfrac{w + w_g}{2} - m,\; 0\right), \qquad
 *    \mathrm{hull} = \tfrac{w + w_g}{2} + m. \]
 * Only the difference of positions enters, so that a {@code float} keeps its precision far from the origin.
 *
 * <p><b>Ties.</b> The maximum in \( m \) is composed as \( (a + b + |a - b|)/2 \) and the derivative of \( |x| \) at 0
 * is 0: where edges of both boxes coincide each side gets half of the gradient, as in PyTorch (ND4J's own {@code max}
 * gives both the whole). So identical boxes are at rest. Boxes that only touch have no overlap and no gradient through
 * it, as in YOLOX.
 */
public final class BoxPairs {

    /** Bounds the tangent of the angle between two diagonals, and with it the squares in its gradient. */
    private static final double TANGENT_EPS = 1e-12;

    private static final double AREA_EPS = 1e-16;

    private final Boxes predicted;
    private final Boxes target;
    private final BoxPolicy policy;
    private final Map<String, SDVariable> built = new HashMap<>();

    private BoxPairs(Boxes predicted, Boxes target, BoxPolicy policy) {
        this.predicted = predicted;
        this.target = target;
        this.policy = Objects.requireNonNull(policy, "policy");
    }

    /**
     * Pairs whose rows are {@code cx, cy, w, h}; sizes must not be negative.
     *
     * @param predicted shape {@code [n, 4]}
     * @param target shape {@code [n, 4]}, of the same graph and type
     */
    public static BoxPairs ofCenters(SDVariable predicted, SDVariable target, BoxPolicy policy) {
        return new BoxPairs(Boxes.ofCenters(predicted), Boxes.ofCenters(target), policy);
    }

    /**
     * Pairs whose rows are {@code x1, y1, x2, y2}, {@code x1 <= x2} and {@code y1 <= y2}.
     *
     * @param predicted shape {@code [n, 4]}
     * @param target shape {@code [n, 4]}, of the same graph and type
     */
    public static BoxPairs ofCorners(SDVariable predicted, SDVariable target, BoxPolicy policy) {
        return new BoxPairs(Boxes.ofCorners(predicted), Boxes.ofCorners(target), policy);
    }

    /** The graph that the pairs live in. */
    public SameDiff graph() {
        return predicted.x().getSameDiff();
    }

    /** The policy that every quantity here follows. */
    public BoxPolicy policy() {
        return policy;
    }

    /** \( I \), the area that both boxes cover. */
    public SDVariable intersection() {
        return once("intersection", () -> relu(meanWidth().sub(reachX()))
                .mul(relu(meanHeight().sub(reachY()))));
    }

    /** \( U = w h + w_g h_g - I \), without eps. */
    public SDVariable union() {
        return once("union", () -> predicted.area().add(target.area()).sub(intersection()));
    }

    /** \( \mathrm{IoU} = I / U \). */
    public SDVariable iou() {
        return once("iou", () -> intersection().div(policy.union().of(union())));
    }

    /** \( 1 - \mathrm{IoU} \). */
    public SDVariable missedShare() {
        return once("missedShare", () -> iou().rsub(1));
    }

    /** \( C \), the area of the smallest box around both, without eps. */
    public SDVariable hull() {
        return once("hull", () -> hullWidth().mul(hullHeight()));
    }

    /** \( (C - U) / C \), the share of the hull that neither box covers. */
    public SDVariable emptyShare() {
        return once("emptyShare", () -> hull().sub(union()).div(policy.hull().of(hull())));
    }

    /** \( \rho^2 / c^2 \), the squared distance of the centres by the squared diagonal of the hull. */
    public SDVariable centerDistance() {
        return once("centerDistance", () -> {
            SDVariable distance = square(offsetX()).add(square(offsetY()));
            SDVariable diagonal = square(hullWidth()).add(square(hullHeight()));
            return distance.div(policy.diagonal().of(diagonal));
        });
    }

    /**
     * \( v = \frac{4}{\pi^2} \left( \arctan\frac{w_g}{h_g} - \arctan\frac{w}{h} \right)^2 \), the difference of
     * aspects.
     *
     * <p>Both angles lie in the first quadrant, so that their difference is one arctangent,
     * \( \arctan \frac{w_g h - w h_g}{h h_g + w w_g} \), which allows heights of zero. Where one box is a point,
     * \( v = 0 \).
     */
    public SDVariable aspect() {
        return once("aspect", () -> {
            SDVariable height = raised(predicted.height());
            SDVariable targetHeight = raised(target.height());
            SDVariable cross = target.width().mul(height).sub(predicted.width().mul(targetHeight));
            SDVariable dot = height.mul(targetHeight).add(predicted.width().mul(target.width()));
            SDVariable bounded =
                    dot.add(graph().math().abs(cross).mul(TANGENT_EPS)).add(AREA_EPS);
            return square(graph().math().atan(cross.div(bounded))).mul(4 / (Math.PI * Math.PI));
        });
    }

    private SDVariable hullWidth() {
        return once("hullWidth", () -> meanWidth().add(reachX()));
    }

    private SDVariable hullHeight() {
        return once("hullHeight", () -> meanHeight().add(reachY()));
    }

    private SDVariable meanWidth() {
        return once("meanWidth", () -> predicted.width().add(target.width()).mul(0.5));
    }

    private SDVariable meanHeight() {
        return once("meanHeight", () -> predicted.height().add(target.height()).mul(0.5));
    }

    private SDVariable offsetX() {
        return once("offsetX", () -> predicted.x().sub(target.x()));
    }

    private SDVariable offsetY() {
        return once("offsetY", () -> predicted.y().sub(target.y()));
    }

    private SDVariable reachX() {
        return once("reachX", () -> reach(offsetX(), predicted.width().sub(target.width())));
    }

    private SDVariable reachY() {
        return once("reachY", () -> reach(offsetY(), predicted.height().sub(target.height())));
    }

    /** \( \max(|\Delta|, |w - w_g|/2) \). */
    private SDVariable reach(SDVariable offset, SDVariable excess) {
        SDVariable a = abs(offset).mul(2);
        SDVariable b = abs(excess);
        return a.add(b).add(abs(a.sub(b))).mul(0.25);
    }

    private SDVariable raised(SDVariable height) {
        return policy.heightEps() == 0 ? height : height.add(policy.heightEps());
    }

    private SDVariable abs(SDVariable x) {
        return graph().math().abs(x);
    }

    private SDVariable relu(SDVariable x) {
        return graph().nn().relu(x, 0);
    }

    private SDVariable square(SDVariable x) {
        return graph().math().square(x);
    }

    private SDVariable once(String quantity, Supplier<SDVariable> formula) {
        SDVariable known = built.get(quantity);
        if (known == null) {
            known = formula.get();
            built.put(quantity, known);
        }
        return known;
    }
}
